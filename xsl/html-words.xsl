<?xml version="1.0" encoding="UTF-8"?>
<!-- Small pieces that every part of the page uses. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1">

  <!-- A severity is a word, a shape and a colour; the style sheet draws the shape. -->
  <xsl:template name="badge">
    <xsl:param name="severity"/>
    <span class="badge {$severity}"><xsl:call-template name="severity-word">
      <xsl:with-param name="severity" select="$severity"/>
    </xsl:call-template></span>
  </xsl:template>

  <xsl:template name="severity-word">
    <xsl:param name="severity"/>
    <xsl:choose>
      <xsl:when test="$severity = 'error'">Error</xsl:when>
      <xsl:when test="$severity = 'warning'">Warning</xsl:when>
      <xsl:when test="$severity = 'non-default'">Non-default</xsl:when>
      <xsl:when test="$severity = 'best-practice'">Best practice</xsl:when>
      <xsl:otherwise>Information</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="number">
    <xsl:param name="n"/>
    <xsl:value-of select="format-number($n, '#,##0')"/>
  </xsl:template>

  <!-- "1 server", "3,410 keys" -->
  <xsl:template name="count">
    <xsl:param name="n"/>
    <xsl:param name="one"/>
    <xsl:param name="many" select="concat($one, 's')"/>
    <xsl:call-template name="number"><xsl:with-param name="n" select="$n"/></xsl:call-template>
    <xsl:text> </xsl:text>
    <xsl:choose>
      <xsl:when test="$n = 1"><xsl:value-of select="$one"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="$many"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="time">
    <xsl:param name="iso"/>
    <xsl:choose>
      <xsl:when test="$iso != ''">
        <time datetime="{$iso}"><xsl:value-of
            select="concat(substring($iso, 1, 10), ' ', substring($iso, 12, 5), ' UTC')"/></time>
      </xsl:when>
      <xsl:otherwise>time not known</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="completeness-word">
    <xsl:param name="word"/>
    <span class="state {$word}">
      <xsl:choose>
        <xsl:when test="$word = 'full'">read fully</xsl:when>
        <xsl:when test="$word = 'partly'">read in part</xsl:when>
        <xsl:otherwise>could not be read</xsl:otherwise>
      </xsl:choose>
    </span>
  </xsl:template>

  <xsl:template name="status-word">
    <xsl:param name="status"/>
    <xsl:choose>
      <xsl:when test="$status = 'ok'">read</xsl:when>
      <xsl:when test="$status = 'warning'">read, with remarks</xsl:when>
      <xsl:when test="$status = 'member-failed'">some members lost</xsl:when>
      <xsl:when test="$status = 'archive-failed'">not read to its end</xsl:when>
      <xsl:otherwise>not read</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="origin-word">
    <xsl:param name="origin"/>
    <xsl:param name="from"/>
    <xsl:choose>
      <xsl:when test="$origin = 'explicit'">set here</xsl:when>
      <xsl:when test="$origin = 'inherited'">
        <xsl:text>inherited</xsl:text>
        <xsl:if test="$from != ''">
          <xsl:text> from </xsl:text>
          <code><xsl:value-of select="$from"/></code>
        </xsl:if>
      </xsl:when>
      <xsl:when test="$origin = 'default'">schema default</xsl:when>
      <xsl:when test="$origin = 'not-set'">not set</xsl:when>
      <xsl:otherwise>not collected</xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
