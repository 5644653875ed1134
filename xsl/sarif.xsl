<?xml version="1.0" encoding="UTF-8"?>
<!-- findings.sarif: SARIF 2.1.0. Every rule is declared, in the order of the head, so that the position of a rule
     section is its index. What could not be read is a notification: a log without results is not a clean server. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="f:section[@kind = 'page']">
    <xsl:apply-templates select="f:head"/>
  </xsl:template>

  <xsl:template match="f:head">
    <xsl:text>{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{</xsl:text>
    <xsl:text>"tool":{"driver":{</xsl:text>
    <xsl:value-of select="mb:json-members('name', string(f:generator/@name),
        'version', string(f:generator/@version))"/>
    <xsl:text>,"rules":[</xsl:text>
    <xsl:apply-templates select="f:rules/f:rule"/>
    <xsl:text>]}},&#10;"invocations":[{</xsl:text>
    <xsl:value-of select="concat('&quot;executionSuccessful&quot;:', not(f:totals/@status = 'run-failed'), ',',
        mb:json-members('endTimeUtc', string(f:created)))"/>
    <xsl:text>,"toolExecutionNotifications":[</xsl:text>
    <xsl:apply-templates select="f:problems/f:problem"/>
    <xsl:text>],"properties":{</xsl:text>
    <xsl:value-of select="mb:json-members('knowledgeBase', string(f:knowledge-base/@version),
        'servers', number(f:totals/@servers), 'snapshots', number(f:totals/@snapshots),
        'readFully', number(f:totals/f:completeness/@full), 'readPartly', number(f:totals/f:completeness/@partly),
        'notRead', number(f:totals/f:completeness/@none), 'checksPassed', number(f:totals/f:outcomes/@pass),
        'checksNotEvaluated', number(f:totals/f:outcomes/@not-evaluated))"/>
    <xsl:text>}}],&#10;"results":[</xsl:text>
    <xsl:processing-instruction name="mbaudit">rules</xsl:processing-instruction>
    <xsl:processing-instruction name="mbaudit">gone</xsl:processing-instruction>
    <xsl:text>&#10;]}]}&#10;</xsl:text>
  </xsl:template>

  <!-- ==== what is declared ==== -->
  <xsl:template match="f:rule">
    <xsl:variable name="id" select="@id"/>
    <xsl:variable name="article" select="/f:section/f:head/f:articles/kb:article[@id = $id]"/>
    <xsl:variable name="meaning" select="normalize-space($article/kb:meaning/kb:p[1])"/>
    <xsl:variable name="link" select="$article/kb:references/kb:reference/@href[starts-with(., 'https:')][1]"/>
    <xsl:if test="position() > 1">,</xsl:if>
    <xsl:text>&#10;{</xsl:text>
    <xsl:value-of select="mb:json-members('id', string(@id), 'helpUri', $link)"/>
    <xsl:value-of select="concat(',&quot;shortDescription&quot;:{', mb:json-members('text', string(@title)), '}')"/>
    <xsl:if test="$meaning != ''">
      <xsl:value-of select="concat(',&quot;fullDescription&quot;:{', mb:json-members('text', $meaning), '}')"/>
    </xsl:if>
    <xsl:text>,"defaultConfiguration":{"level":"</xsl:text>
    <xsl:call-template name="level"/>
    <xsl:text>"},"properties":{</xsl:text>
    <xsl:value-of select="mb:json-members('severity', string(@severity), 'service', string(@service),
        'fail', number(@fail), 'pass', number(@pass), 'notApplicable', number(@not-applicable),
        'notEvaluated', number(@not-evaluated))"/>
    <xsl:text>}}</xsl:text>
  </xsl:template>

  <xsl:template name="level">
    <xsl:choose>
      <xsl:when test="@severity = 'error' or @severity = 'warning'"><xsl:value-of select="@severity"/></xsl:when>
      <xsl:otherwise>note</xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="f:problem">
    <xsl:if test="position() > 1">,</xsl:if>
    <xsl:text>&#10;{"level":"</xsl:text>
    <xsl:choose>
      <xsl:when test="@grade = 'notice'">note</xsl:when>
      <xsl:when test="@grade = 'warning'">warning</xsl:when>
      <xsl:otherwise>error</xsl:otherwise>
    </xsl:choose>
    <xsl:value-of select="concat('&quot;,&quot;message&quot;:{', mb:json-members('text', string(.)), '}')"/>
    <xsl:if test="@input">
      <xsl:text>,"locations":[{</xsl:text>
      <xsl:call-template name="physical"><xsl:with-param name="line" select="@line"/></xsl:call-template>
      <xsl:text>}]</xsl:text>
    </xsl:if>
    <xsl:text>}</xsl:text>
  </xsl:template>

  <xsl:template name="physical">
    <xsl:param name="line"/>
    <xsl:variable name="member">
      <xsl:if test="@member"><xsl:value-of select="concat('/', mb:uri(@member))"/></xsl:if>
    </xsl:variable>
    <xsl:text>"physicalLocation":{"artifactLocation":{</xsl:text>
    <xsl:value-of select="mb:json-members('uri', concat(mb:uri(@input), $member))"/>
    <xsl:text>}</xsl:text>
    <xsl:if test="$line">
      <xsl:value-of select="concat(',&quot;region&quot;:{', mb:json-members('startLine', number($line)), '}')"/>
    </xsl:if>
    <xsl:text>}</xsl:text>
  </xsl:template>

  <!-- ==== results ==== -->
  <xsl:template match="f:section[@kind = 'rule' or @kind = 'gone']">
    <xsl:variable name="before" select="@before"/>
    <xsl:variable name="index" select="@n - 1"/>
    <xsl:for-each select="f:finding | f:resolved | f:not-comparable">
      <xsl:if test="$before > 0 or position() > 1">,</xsl:if>
      <xsl:text>&#10;{</xsl:text>
      <xsl:value-of select="mb:json-members('ruleId', @rule, 'ruleIndex', $index)"/>
      <xsl:text>,"level":"</xsl:text>
      <xsl:call-template name="level"/>
      <xsl:text>","message":{</xsl:text>
      <xsl:value-of select="mb:json-members('text', concat(f:found, ' ', f:remedy))"/>
      <xsl:text>},"locations":[{</xsl:text>
      <xsl:if test="@input">
        <xsl:call-template name="physical"><xsl:with-param name="line" select="f:evidence/@line"/></xsl:call-template>
        <xsl:text>,</xsl:text>
      </xsl:if>
      <xsl:text>"logicalLocations":[{</xsl:text>
      <xsl:value-of select="mb:json-members('fullyQualifiedName', concat(@server, ':', @path), 'kind', 'object')"/>
      <xsl:text>}]}],"partialFingerprints":{</xsl:text>
      <xsl:value-of select="mb:json-members('finding/v1', @id)"/>
      <xsl:text>}</xsl:text>
      <xsl:call-template name="baseline-state"/>
      <xsl:if test="@waiver and not(@waiver-state)">
        <xsl:value-of select="concat(',&quot;suppressions&quot;:[{&quot;kind&quot;:&quot;external&quot;,',
            mb:json-members('justification', concat('waiver ', @waiver)), '}]')"/>
      </xsl:if>
      <xsl:text>,"properties":{</xsl:text>
      <xsl:value-of select="mb:json-members('server', @server, 'captured', @captured, 'severity', @severity,
          'class', @class, 'path', @path, 'why', @why)"/>
      <xsl:text>}}</xsl:text>
    </xsl:for-each>
  </xsl:template>

  <!-- Of what is not comparable nothing is said. -->
  <xsl:template name="baseline-state">
    <xsl:choose>
      <xsl:when test="self::f:resolved">,"baselineState":"absent"</xsl:when>
      <xsl:when test="@status = 'new'">,"baselineState":"new"</xsl:when>
      <xsl:when test="@status = 'open'">,"baselineState":"unchanged"</xsl:when>
      <xsl:when test="@status = 'changed'">,"baselineState":"updated"</xsl:when>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="f:section"/>
</xsl:stylesheet>
