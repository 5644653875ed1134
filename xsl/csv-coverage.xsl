<?xml version="1.0" encoding="UTF-8"?>
<!-- coverage.csv: one row per rule: how often it came to what. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="f:section[@kind = 'page']">
    <xsl:text>rule,title,severity,service,fail,pass,not-applicable,not-evaluated,servers&#13;&#10;</xsl:text>
    <xsl:for-each select="f:head/f:rules/f:rule">
      <xsl:value-of select="mb:csv-row(@id, @title, @severity, @service, @fail, @pass, @not-applicable,
          @not-evaluated, @servers)"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:section"/>
</xsl:stylesheet>
