<?xml version="1.0" encoding="UTF-8"?>
<!-- An example of a stylesheet of one's own (xsl/README.md): server, path and what to do for the findings of one severity. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:mb="urn:mbaudit:report:1">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:param name="severity" select="'error'"/>

  <xsl:template match="f:section[@kind = 'page']">
    <xsl:text>server,path,to do&#13;&#10;</xsl:text>
    <xsl:processing-instruction name="mbaudit">rules</xsl:processing-instruction>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'rule']">
    <xsl:for-each select="f:finding[@severity = $severity]">
      <xsl:value-of select="mb:csv-row(@server, @path, f:remedy)"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:section"/>
</xsl:stylesheet>
