<?xml version="1.0" encoding="UTF-8"?>
<!-- What each server came to, when one rule was judged: its one outcome and the number in its name. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mbaudit:findings:1">
  <xsl:output method="text"/>
  <xsl:template match="/">
    <xsl:for-each select="//f:server/f:snapshot">
      <xsl:variable name="number" select="translate(../@name, translate(../@name, '0123456789', ''), '')"/>
      <xsl:for-each select="@fail | @pass | @not-applicable | @not-evaluated">
        <xsl:if test=". > 0"><xsl:value-of select="concat(name(), '-', $number, '&#10;')"/></xsl:if>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
