<?xml version="1.0" encoding="UTF-8"?>
<!-- Small pieces that every part of the page uses. Words come from words/LANG.xml. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <xsl:variable name="lang" select="mb:text('lang')"/>

  <!-- What articles and findings say is English, whatever the language of the page. -->
  <xsl:template name="english">
    <xsl:if test="$lang != 'en'"><xsl:attribute name="lang">en</xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template name="time">
    <xsl:param name="iso"/>
    <xsl:choose>
      <xsl:when test="$iso != ''">
        <time datetime="{$iso}"><xsl:value-of
            select="concat(substring($iso, 1, 10), ' ', substring($iso, 12, 5), ' UTC')"/></time>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="mb:text('time-unknown')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="completeness-word">
    <xsl:param name="word"/>
    <span class="state {$word}"><xsl:value-of select="mb:text(concat('read.', $word))"/></span>
  </xsl:template>

  <!-- What became of a finding; nothing without a baseline. -->
  <xsl:template name="status-badge">
    <xsl:param name="finding" select="."/>
    <xsl:if test="$finding/@status and $finding/@status != 'open'">
      <span class="status {$finding/@status}"><xsl:value-of select="mb:text(concat('status.', $finding/@status))"/></span>
    </xsl:if>
    <xsl:choose>
      <xsl:when test="$finding/@waiver-state">
        <span class="status waiver"><xsl:value-of
            select="mb:text(concat('waiver-state.', $finding/@waiver-state), $finding/@waiver)"/></span>
      </xsl:when>
      <xsl:when test="$finding/@waiver">
        <span class="status accepted"><xsl:value-of select="mb:text('status.accepted', $finding/@waiver)"/></span>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <!-- What the script filters by, as one word. -->
  <xsl:template name="data-status">
    <xsl:param name="finding" select="."/>
    <xsl:choose>
      <xsl:when test="$finding/@waiver and not($finding/@waiver-state)">
        <xsl:attribute name="data-status">accepted</xsl:attribute>
      </xsl:when>
      <xsl:when test="$finding/@status">
        <xsl:attribute name="data-status"><xsl:value-of select="$finding/@status"/></xsl:attribute>
      </xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template name="origin-word">
    <xsl:param name="origin"/>
    <xsl:param name="from"/>
    <xsl:value-of select="mb:text(concat('origin.', $origin))"/>
    <xsl:if test="$from != ''">
      <xsl:value-of select="concat(' ', mb:text('origin.from'), ' ')"/>
      <code><xsl:value-of select="$from"/></code>
    </xsl:if>
  </xsl:template>

  <xsl:template name="and-more">
    <xsl:param name="more"/>
    <xsl:if test="$more > 0">
      <p class="more"><xsl:value-of select="mb:count('and-more', $more)"/></p>
    </xsl:if>
  </xsl:template>

  <xsl:template name="in-document">
    <xsl:param name="more"/>
    <xsl:if test="$more > 0">
      <p class="more"><xsl:value-of select="mb:count('more-in-document', $more)"/></p>
    </xsl:if>
  </xsl:template>

  <!-- The beginning of a value that may be very long; the whole stands with the server. -->
  <xsl:template name="brief">
    <xsl:param name="text"/>
    <code class="value"><xsl:value-of select="substring($text, 1, 200)"/></code>
    <xsl:if test="string-length($text) > 200"><xsl:text> </xsl:text><span class="muted"><xsl:value-of select="mb:text('cut')"/></span></xsl:if>
    <xsl:if test="$text = ''"><span class="muted"><xsl:value-of select="mb:text('empty')"/></span></xsl:if>
  </xsl:template>
</xsl:stylesheet>
