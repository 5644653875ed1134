<?xml version="1.0" encoding="UTF-8"?>
<!-- findings.jsonl: one finding a line. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="f:section[@kind = 'page']">
    <xsl:processing-instruction name="mbaudit">rules</xsl:processing-instruction>
    <xsl:processing-instruction name="mbaudit">gone</xsl:processing-instruction>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'rule' or @kind = 'gone']">
    <xsl:variable name="link" select="kb:article/kb:references/kb:reference/@href[starts-with(., 'https:')][1]"/>
    <xsl:variable name="title" select="string(f:rule/@title)"/>
    <xsl:variable name="service" select="string(f:rule/@service)"/>
    <xsl:for-each select="f:finding | f:resolved | f:not-comparable">
      <xsl:variable name="status">
        <xsl:choose>
          <xsl:when test="not(self::f:finding)"><xsl:value-of select="local-name()"/></xsl:when>
          <xsl:when test="@waiver and not(@waiver-state)">waived</xsl:when>
          <xsl:when test="@status"><xsl:value-of select="@status"/></xsl:when>
          <xsl:otherwise>open</xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <xsl:text>{</xsl:text>
      <xsl:value-of select="mb:json-members('id', @id, 'rule', @rule, 'title', $title, 'service', $service,
          'severity', @severity, 'status', string($status), 'why', @why, 'waiver', @waiver,
          'waiver-state', @waiver-state, 'scope', @scope, 'server', @server, 'captured', @captured,
          'class', @class, 'path', @path, 'instance', @instance, 'found', f:found, 'remedy', f:remedy,
          'article', $link, 'input', @input, 'member', @member)"/>
      <xsl:text>,"evidence":[</xsl:text>
      <xsl:apply-templates select="f:evidence"/>
      <xsl:text>],"commands":[</xsl:text>
      <xsl:apply-templates select="f:command"/>
      <xsl:text>]</xsl:text>
      <xsl:if test="f:before">
        <xsl:text>,"before":[</xsl:text>
        <xsl:apply-templates select="f:before/f:evidence"/>
        <xsl:text>]</xsl:text>
      </xsl:if>
      <xsl:text>}&#10;</xsl:text>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:evidence">
    <xsl:if test="position() > 1">,</xsl:if>
    <xsl:text>{</xsl:text>
    <xsl:value-of select="mb:json-members('property', @property, 'value', @value, 'meaning', @meaning,
        'expected', @expected, 'origin', @origin, 'from', @from, 'path', @path, 'kind', @kind)"/>
    <xsl:if test="@secret">,"secret":true</xsl:if>
    <xsl:if test="@line">
      <xsl:value-of select="concat(',', mb:json-members('line', number(@line)))"/>
    </xsl:if>
    <xsl:text>}</xsl:text>
  </xsl:template>

  <xsl:template match="f:command">
    <xsl:if test="position() > 1">,</xsl:if>
    <xsl:value-of select="concat('{', mb:json-members('platform', @platform, 'command', .), '}')"/>
  </xsl:template>

  <xsl:template match="f:section"/>
</xsl:stylesheet>
