<?xml version="1.0" encoding="UTF-8"?>
<!-- report.md: to paste into a change review. mb:md makes plain text of everything that comes from outside. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template match="f:section[@kind = 'page']">
    <xsl:apply-templates select="f:head"/>
  </xsl:template>

  <xsl:template match="f:head">
    <xsl:text># Metabase audit&#10;&#10;</xsl:text>
    <xsl:value-of select="concat('Made ', f:created, ' by ', mb:md(f:generator/@name), ' ',
        mb:md(f:generator/@version), ', knowledge base ', mb:md(f:knowledge-base/@version), '.&#10;&#10;')"/>
    <xsl:apply-templates select="f:baseline"/>
    <xsl:apply-templates select="f:totals"/>
    <xsl:apply-templates select="f:problems[f:problem]"/>
    <xsl:if test="f:baseline"><xsl:processing-instruction name="mbaudit">changed</xsl:processing-instruction></xsl:if>
    <xsl:processing-instruction name="mbaudit">rules</xsl:processing-instruction>
    <xsl:processing-instruction name="mbaudit">gone</xsl:processing-instruction>
    <xsl:if test="f:totals/f:comparison/@changes > 0 or f:reference/@mismatches > 0">
      <xsl:text>&#10;## Settings&#10;</xsl:text>
      <xsl:processing-instruction name="mbaudit">snapshots</xsl:processing-instruction>
    </xsl:if>
  </xsl:template>

  <xsl:template match="f:baseline">
    <xsl:value-of select="concat('Compared with ', mb:md(@name), ' of ', mb:md(@created), '.&#10;&#10;')"/>
    <xsl:for-each select="f:difference">
      <xsl:value-of select="concat('- ', mb:md(.), '&#10;')"/>
      <xsl:if test="position() = last()"><xsl:text>&#10;</xsl:text></xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:totals">
    <xsl:value-of select="concat('| | |&#10;|---|---|&#10;| Servers | ', @servers, ' |&#10;| Snapshots read fully, partly, not at all | ',
        f:completeness/@full, ', ', f:completeness/@partly, ', ', f:completeness/@none, ' |&#10;')"/>
    <xsl:value-of select="concat('| Checks failed, passed, not applicable, not evaluated | ', f:outcomes/@fail, ', ', f:outcomes/@pass, ', ',
        f:outcomes/@not-applicable, ', ', f:outcomes/@not-evaluated, ' |&#10;')"/>
    <xsl:for-each select="f:severity">
      <xsl:value-of select="concat('| Findings: ', mb:md(@name), ' | ', @findings, ' on ', @servers, ' server')"/>
      <xsl:if test="@servers != 1">s</xsl:if>
      <xsl:if test="@waived > 0"><xsl:value-of select="concat(', ', @waived, ' accepted')"/></xsl:if>
      <xsl:text> |&#10;</xsl:text>
    </xsl:for-each>
    <xsl:for-each select="f:comparison">
      <xsl:value-of select="concat('| Since the baseline: new, open, changed, resolved, not comparable | ', @new, ', ', @open, ', ',
          @changed, ', ', @resolved, ', ', @not-comparable, ' |&#10;| Settings changed since then | ', @changes, ' |&#10;')"/>
    </xsl:for-each>
    <xsl:for-each select="../f:reference">
      <xsl:value-of select="concat('| Settings unlike those of ', mb:md(@server), ' | ', @mismatches, ' on ', @servers, ' server')"/>
      <xsl:if test="@servers != 1">s</xsl:if>
      <xsl:text> |&#10;</xsl:text>
    </xsl:for-each>
    <xsl:text>&#10;</xsl:text>
    <xsl:if test="f:completeness/@partly + f:completeness/@none > 0 or @inputs-failed > 0">
      <xsl:text>**Not everything could be read: what was not read is not known to be well.**&#10;&#10;</xsl:text>
    </xsl:if>
  </xsl:template>

  <xsl:template match="f:problems">
    <xsl:text>## Problems while reading&#10;&#10;</xsl:text>
    <xsl:for-each select="f:problem">
      <xsl:value-of select="concat('- ', mb:md(@input))"/>
      <xsl:if test="@member"><xsl:value-of select="concat(': ', mb:md(@member))"/></xsl:if>
      <xsl:if test="@line"><xsl:value-of select="concat(', line ', @line)"/></xsl:if>
      <xsl:value-of select="concat(': ', mb:md(.), '&#10;')"/>
    </xsl:for-each>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <!-- ==== what changed: what is new first; findings that cannot be compared stand below, by rule ==== -->
  <xsl:template match="f:section[@kind = 'changed']">
    <xsl:text>## What changed&#10;&#10;</xsl:text>
    <xsl:if test="not(f:list[@count > 0])">Nothing.&#10;&#10;</xsl:if>
    <xsl:apply-templates select="f:list[@count > 0 and @name != 'not-comparable']"/>
  </xsl:template>

  <xsl:template match="f:list">
    <xsl:value-of select="concat('### ', @count, ' ')"/>
    <xsl:choose>
      <xsl:when test="@name = 'missing'">server<xsl:if test="@count != 1">s</xsl:if> missing</xsl:when>
      <xsl:when test="@name = 'setting'">setting<xsl:if test="@count != 1">s</xsl:if> changed</xsl:when>
      <xsl:otherwise><xsl:value-of select="@name"/> finding<xsl:if test="@count != 1">s</xsl:if></xsl:otherwise>
    </xsl:choose>
    <xsl:text>&#10;&#10;</xsl:text>
    <xsl:apply-templates select="*" mode="change"/>
    <xsl:if test="@more > 0"><xsl:value-of select="concat('- and ', @more, ' more, below&#10;')"/></xsl:if>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="f:snapshot" mode="change">
    <xsl:value-of select="concat('- ', mb:md(@server), '&#10;')"/>
  </xsl:template>
  <xsl:template match="f:finding | f:resolved" mode="change">
    <xsl:value-of select="concat('- ', @severity, ', ', mb:md(@server), ', ', mb:md(@rule), ': ', mb:md(f:found), '&#10;')"/>
  </xsl:template>
  <xsl:template match="f:change" mode="change">
    <xsl:value-of select="concat('- ', mb:md(@server), ', ', mb:md(@path), ': ')"/>
    <xsl:choose>
      <xsl:when test="@property">
        <xsl:value-of select="concat(mb:md(@property), ' from ')"/>
        <xsl:apply-templates select="." mode="side"><xsl:with-param name="side" select="f:before"/></xsl:apply-templates>
        <xsl:text> to </xsl:text>
        <xsl:apply-templates select="." mode="side"><xsl:with-param name="side" select="f:after"/></xsl:apply-templates>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="@kind"/></xsl:otherwise>
    </xsl:choose>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <!-- ==== settings, server by server ==== -->
  <xsl:template match="f:section[@kind = 'snapshot']">
    <xsl:for-each select="f:snapshot[f:change or f:mismatch]">
      <xsl:value-of select="concat('&#10;### ', mb:md(../@server), '&#10;')"/>
      <xsl:if test="f:change">
        <xsl:text>&#10;| Object | Setting | What | Before | After |&#10;|---|---|---|---|---|&#10;</xsl:text>
        <xsl:apply-templates select="f:change"/>
      </xsl:if>
      <xsl:if test="f:mismatch">
        <xsl:text>&#10;| Object | Setting | Here | Reference server |&#10;|---|---|---|---|&#10;</xsl:text>
        <xsl:apply-templates select="f:mismatch"/>
      </xsl:if>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:change">
    <xsl:value-of select="concat('| ', mb:md(@path), ' | ', mb:md(@property), ' | ', @kind, ' | ')"/>
    <xsl:apply-templates select="." mode="side"><xsl:with-param name="side" select="f:before"/></xsl:apply-templates>
    <xsl:text> | </xsl:text>
    <xsl:apply-templates select="." mode="side"><xsl:with-param name="side" select="f:after"/></xsl:apply-templates>
    <xsl:text> |&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="f:mismatch">
    <xsl:value-of select="concat('| ', mb:md(@path), ' | ', mb:md(@property))"/>
    <xsl:choose>
      <xsl:when test="@object = 'missing'">the whole object is only on the reference server</xsl:when>
      <xsl:when test="@object">the whole object is only here</xsl:when>
    </xsl:choose>
    <xsl:text> | </xsl:text>
    <xsl:apply-templates select="." mode="side"><xsl:with-param name="side" select="f:value"/></xsl:apply-templates>
    <xsl:text> | </xsl:text>
    <xsl:apply-templates select="." mode="side"><xsl:with-param name="side" select="f:reference"/></xsl:apply-templates>
    <xsl:text> |&#10;</xsl:text>
  </xsl:template>

  <!-- A value of a setting that has a name; of a secret only that it is set. A long one is cut, and says so. -->
  <xsl:template match="f:change | f:mismatch" mode="side">
    <xsl:param name="side"/>
    <xsl:choose>
      <xsl:when test="not(@property)"/>
      <xsl:when test="not($side)">not set</xsl:when>
      <xsl:when test="@secret">a secret</xsl:when>
      <xsl:when test="string($side) = ''">empty</xsl:when>
      <xsl:when test="string-length($side) > 400">
        <xsl:value-of select="concat(mb:md(substring($side, 1, 400)), ' ... and ', string-length($side) - 400, ' more characters')"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="mb:md($side)"/>
        <xsl:if test="$side/@meaning"><xsl:value-of select="concat(' (', mb:md($side/@meaning), ')')"/></xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== rules ==== -->
  <xsl:template match="f:section[@kind = 'rule' or @kind = 'gone']">
    <xsl:if test="@part = 'first'">
      <xsl:apply-templates select="f:rule"/>
      <xsl:text>| Server | Object | Found | Status | To do |&#10;|---|---|---|---|---|&#10;</xsl:text>
    </xsl:if>
    <xsl:for-each select="f:finding | f:resolved | f:not-comparable">
      <xsl:variable name="status">
        <xsl:choose>
          <xsl:when test="not(self::f:finding)"><xsl:value-of select="translate(local-name(), '-', ' ')"/></xsl:when>
          <xsl:when test="@waiver and not(@waiver-state)"><xsl:value-of select="concat('accepted by ', @waiver)"/></xsl:when>
          <xsl:when test="@status"><xsl:value-of select="@status"/></xsl:when>
          <xsl:otherwise>open</xsl:otherwise>
        </xsl:choose>
      </xsl:variable>
      <xsl:value-of select="concat('| ', mb:md(@server), ' | ', mb:md(@path), ' | ', mb:md(f:found), ' | ', mb:md($status),
          ' | ', mb:md(f:remedy), ' |&#10;')"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:rule">
    <xsl:text>&#10;## </xsl:text>
    <xsl:if test="../@kind = 'gone'">Gone or not comparable: </xsl:if>
    <xsl:value-of select="concat(mb:md(@title), '&#10;&#10;', mb:md(@severity), ', ', mb:md(@id), ', ', mb:md(@service), ': ', ../@rows,
        ' finding')"/>
    <xsl:if test="../@rows != 1">s</xsl:if>
    <xsl:if test="../@kind = 'rule'">
      <xsl:value-of select="concat(' on ', @servers, ' server')"/>
      <xsl:if test="@servers != 1">s</xsl:if>
    </xsl:if>
    <xsl:text>.&#10;&#10;</xsl:text>
    <xsl:if test="../@kind = 'rule' and ../kb:article/kb:meaning/kb:p">
      <xsl:value-of select="concat(mb:md(normalize-space(../kb:article/kb:meaning/kb:p[1])), '&#10;&#10;')"/>
    </xsl:if>
    <xsl:for-each select="../f:finding[1]/f:command">
      <xsl:if test="position() = 1">
        <xsl:value-of select="concat('Commands, as for ', mb:md(../@server), ':&#10;&#10;')"/>
      </xsl:if>
      <xsl:value-of select="concat(mb:md-block(.), '&#10;')"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:section"/>
</xsl:stylesheet>
