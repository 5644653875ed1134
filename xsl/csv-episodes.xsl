<?xml version="1.0" encoding="UTF-8"?>
<!-- episodes.csv: one row per finding through the snapshots of its server. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="f:section[@kind = 'page']">
    <xsl:text>server,rule,title,severity,path,state,first,last,resolved,seen,times,id&#13;&#10;</xsl:text>
    <xsl:processing-instruction name="mbaudit">snapshots</xsl:processing-instruction>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'snapshot']">
    <xsl:for-each select="f:episode">
      <xsl:value-of select="mb:csv-row(../@server, @rule, @title, @severity, @path, @state, @first, @last,
          @resolved, @seen, @times, @id)"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:section"/>
</xsl:stylesheet>
