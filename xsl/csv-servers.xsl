<?xml version="1.0" encoding="UTF-8"?>
<!-- servers.csv: one row per snapshot of a server. Findings that a waiver accepts are counted in their own column alone. A snapshot
     that is the same as the one before it has no findings of its own, but attributes that count them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="f:section[@kind = 'page']">
    <xsl:text>server,captured,completeness,missing,keys,exports,failed-exports,error,warning,non-default,</xsl:text>
    <xsl:text>best-practice,information,waived,fail,pass,not-applicable,not-evaluated&#13;&#10;</xsl:text>
    <xsl:processing-instruction name="mbaudit">snapshots</xsl:processing-instruction>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'snapshot']">
    <xsl:for-each select="f:snapshot">
      <xsl:variable name="counted" select="f:finding[not(@waiver) or @waiver-state]"/>
      <xsl:value-of select="mb:csv-row(../@server, @captured, @completeness, @missing, @keys, count(f:export),
          count(f:failed-export), count($counted[@severity = 'error']) + sum(@error),
          count($counted[@severity = 'warning']) + sum(@warning), count($counted[@severity = 'non-default']) + sum(@non-default),
          count($counted[@severity = 'best-practice']) + sum(@best-practice),
          count($counted[@severity = 'information']) + sum(@information), count(f:finding) - count($counted) + sum(@waived),
          @fail, @pass, @not-applicable, @not-evaluated)"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:section"/>
</xsl:stylesheet>
