<?xml version="1.0" encoding="UTF-8"?>
<!-- A findings document as lines, to be compared with those that expand.awk makes of samples.expect. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mbaudit:findings:1">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/f:findings">
    <xsl:apply-templates select="f:head/f:rules/f:rule"/>
    <xsl:apply-templates select="f:servers/f:server/f:snapshot"/>
  </xsl:template>

  <xsl:template match="f:rule">
    <xsl:value-of select="concat('rule|', @id, '|', @fail, '|', @pass, '|', @not-applicable, '|', @not-evaluated,
                          '&#10;')"/>
  </xsl:template>

  <xsl:template match="f:snapshot">
    <xsl:variable name="of" select="concat(../@name, '|', @captured, '|')"/>
    <xsl:value-of select="concat('snapshot|', $of, @completeness, '&#10;')"/>
    <xsl:if test="@same-as"><xsl:value-of select="concat('same|', $of, @same-as, '&#10;')"/></xsl:if>
    <xsl:for-each select="f:instance">
      <xsl:for-each select="f:value[@property = 'ServerState']">
        <xsl:value-of select="concat('state|', $of, ../@path, '|')"/>
        <xsl:choose>
          <xsl:when test="@origin = 'none'">not collected&#10;</xsl:when>
          <xsl:otherwise><xsl:value-of select="concat(., ' ', @origin, '&#10;')"/></xsl:otherwise>
        </xsl:choose>
      </xsl:for-each>
    </xsl:for-each>
    <xsl:for-each select="f:finding">
      <xsl:value-of select="concat('outcome|', $of, @rule, '|', @path, '|fail&#10;')"/>
    </xsl:for-each>
    <xsl:for-each select="f:not-evaluated">
      <xsl:variable name="rule" select="@rule"/>
      <xsl:for-each select="@path | f:path">
        <xsl:value-of select="concat('outcome|', $of, $rule, '|', ., '|not-evaluated&#10;')"/>
      </xsl:for-each>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
