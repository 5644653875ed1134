<?xml version="1.0" encoding="UTF-8"?>
<!-- findings.csv: one row per finding. mb:csv-row guards and quotes each field. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="f:section[@kind = 'page']">
    <xsl:text>server,captured,severity,rule,title,class,path,property,value,expected,origin,status,</xsl:text>
    <xsl:text>remediation,article,archive,member&#13;&#10;</xsl:text>
    <xsl:processing-instruction name="mbaudit">rules</xsl:processing-instruction>
    <xsl:processing-instruction name="mbaudit">gone</xsl:processing-instruction>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'rule' or @kind = 'gone']">
    <xsl:variable name="link" select="kb:article/kb:references/kb:reference/@href[starts-with(., 'https:')][1]"/>
    <xsl:variable name="title" select="string(f:rule/@title)"/>
    <xsl:variable name="article" select="concat($link, substring(f:rule/@id, 1 div not($link)))"/>
    <xsl:for-each select="f:finding | f:resolved | f:not-comparable">
      <xsl:variable name="status">
        <xsl:choose>
          <xsl:when test="not(self::f:finding)"><xsl:value-of select="local-name()"/></xsl:when>
          <xsl:when test="@waiver and not(@waiver-state)">waived</xsl:when>
          <xsl:when test="@status"><xsl:value-of select="@status"/></xsl:when>
          <xsl:otherwise>open</xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <xsl:value-of select="mb:csv-row(@server, @captured, @severity, @rule, $title, @class, @path,
          mb:join(f:evidence, 'property', '; '), mb:join(f:evidence, 'value', '; '),
          mb:join(f:evidence, 'expected', '; '), mb:join(f:evidence, 'origin', '; '), $status,
          f:remedy, $article, @input, @member)"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:section"/>
</xsl:stylesheet>
