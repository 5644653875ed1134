<?xml version="1.0" encoding="UTF-8"?>
<!-- The measure for findings.csv: the same rows out of the whole document, quoted with EXSLT. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mbaudit:findings:1"
                xmlns:kb="urn:mbaudit:kb:1" xmlns:str="http://exslt.org/strings" extension-element-prefixes="str">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:variable name="apostrophe">'</xsl:variable>
  <xsl:key name="by-rule" match="f:finding" use="@rule"/>

  <xsl:template match="/">
    <xsl:variable name="articles" select="f:findings/f:head/f:articles"/>
    <xsl:text>server,captured,severity,rule,title,class,path,property,value,expected,origin,status,remediation,article,archive,member&#13;&#10;</xsl:text>
    <xsl:for-each select="f:findings/f:head/f:rules/f:rule[@fail > 0]">
      <xsl:variable name="id" select="@id"/>
      <xsl:variable name="title" select="@title"/>
      <xsl:variable name="link" select="$articles/kb:article[@id = $id]/kb:references/kb:reference/@href[starts-with(., 'https:')][1]"/>
      <xsl:for-each select="key('by-rule', @id)">
        <xsl:call-template name="field"><xsl:with-param name="text" select="../../@name"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="../@captured"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="@severity"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="@rule"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="$title"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="@class"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="@path"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="f:evidence/@property"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="f:evidence/@value"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="f:evidence/@expected"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="f:evidence/@origin"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="'open'"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="f:remedy"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="$link"/></xsl:call-template>
        <xsl:call-template name="field"><xsl:with-param name="text" select="../f:export/@input"/></xsl:call-template>
        <xsl:call-template name="field">
          <xsl:with-param name="text" select="../f:export/@member"/><xsl:with-param name="end" select="'&#13;&#10;'"/>
        </xsl:call-template>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="field">
    <xsl:param name="text"/>
    <xsl:param name="end" select="','"/>
    <xsl:choose>
      <xsl:when test="contains('=+-@', substring($text, 1, 1)) and $text != ''">
        <xsl:value-of select="concat('&quot;', $apostrophe, str:replace($text, '&quot;', '&quot;&quot;'), '&quot;')"/>
      </xsl:when>
      <xsl:when test="contains($text, '&quot;') or contains($text, ',') or contains($text, '&#10;') or contains($text, ';')">
        <xsl:value-of select="concat('&quot;', str:replace($text, '&quot;', '&quot;&quot;'), '&quot;')"/>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="$text"/></xsl:otherwise>
    </xsl:choose>
    <xsl:value-of select="$end"/>
  </xsl:template>
</xsl:stylesheet>
