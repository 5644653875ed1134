<?xml version="1.0" encoding="UTF-8"?>
<!-- What a compared document says, one line for each thing that a story expects. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:f="urn:mbaudit:findings:1">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/f:findings">
    <xsl:for-each select="f:head/f:totals/f:comparison">
      <xsl:value-of select="concat('totals new ', @new, ' open ', @open, ' changed ', @changed, ' resolved ', @resolved,
                            ' not-comparable ', @not-comparable, ' changes ', @changes, ' missing ', @missing-after, ' ',
                            @missing-before, '&#10;')"/>
    </xsl:for-each>
    <xsl:for-each select="f:head/f:waivers/f:waiver">
      <xsl:value-of select="concat('waiver ', @id, ' ', @state, ' ', @findings, ' ', @changed, '&#10;')"/>
    </xsl:for-each>
    <xsl:apply-templates select="f:servers/f:server/f:snapshot"/>
  </xsl:template>

  <xsl:template match="f:snapshot">
    <xsl:variable name="server" select="../@name"/>
    <xsl:value-of select="concat($server, ' ', @completeness)"/>
    <xsl:if test="@missing"><xsl:value-of select="concat(' missing ', @missing)"/></xsl:if>
    <xsl:text>&#10;</xsl:text>
    <xsl:for-each select="f:finding | f:resolved | f:not-comparable">
      <xsl:value-of select="concat($server, ' ', local-name(), ' ', @rule, ' ', @path, ' ', @status)"/>
      <xsl:if test="@waiver"><xsl:value-of select="concat(' ', @waiver, ' ')"/></xsl:if>
      <xsl:if test="@waiver and not(@waiver-state)">accepted</xsl:if>
      <xsl:value-of select="@waiver-state"/>
      <xsl:if test="@why"><xsl:value-of select="concat(': ', @why)"/></xsl:if>
      <xsl:text>&#10;</xsl:text>
    </xsl:for-each>
    <xsl:for-each select="f:change">
      <xsl:sort select="@path"/>
      <xsl:sort select="@property"/>
      <xsl:value-of select="concat($server, ' ', @kind, ' ', @path, ' ', @property, ': ', f:before, ' > ', f:after, '&#10;')"/>
    </xsl:for-each>
  </xsl:template>
</xsl:stylesheet>
