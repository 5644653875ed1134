<?xml version="1.0" encoding="UTF-8"?>
<!-- The top of the page: how much was looked at. An audit that could look at little must not read like one
     that found little. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <!-- ==== the headline ==== -->
  <xsl:template match="f:totals" mode="headline">
    <xsl:choose>
      <xsl:when test="@snapshots = 0"><xsl:value-of select="mb:text('headline.nothing')"/></xsl:when>
      <xsl:when test="f:completeness/@full = 0 and f:completeness/@partly = 0">
        <xsl:value-of select="mb:text('headline.unread')"/>
      </xsl:when>
      <xsl:when test="@findings - sum(f:severity/@waived) > 0"><xsl:apply-templates select="." mode="grave"/></xsl:when>
      <xsl:when test="f:outcomes/@fail + f:outcomes/@pass = 0">
        <xsl:value-of select="mb:text('headline.unjudged')"/>
      </xsl:when>
      <xsl:when test="f:outcomes/@not-evaluated > 0 or f:completeness/@partly > 0 or f:completeness/@none > 0
                      or @inputs-failed > 0"><xsl:value-of select="mb:text('headline.limited')"/></xsl:when>
      <xsl:when test="@findings > 0"><xsl:value-of select="mb:text('headline.accepted')"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="mb:count('headline.clean', @servers)"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="f:totals" mode="grave">
    <xsl:variable name="error" select="f:severity[@name = 'error']"/>
    <xsl:variable name="warning" select="f:severity[@name = 'warning']"/>
    <xsl:variable name="errors" select="$error/@findings - sum($error/@waived)"/>
    <xsl:variable name="warnings" select="$warning/@findings - sum($warning/@waived)"/>
    <xsl:choose>
      <xsl:when test="$errors > 0">
        <xsl:value-of select="concat(mb:count('n-errors', $errors), ' ', mb:count('on-servers', $error/@servers))"/>
        <xsl:if test="$warnings > 0">, <xsl:value-of select="mb:count('n-warnings', $warnings)"/></xsl:if>
      </xsl:when>
      <xsl:when test="$warnings > 0">
        <xsl:value-of select="concat(mb:count('n-warnings', $warnings), ' ', mb:count('on-servers', $warning/@servers))"/>
      </xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="mb:count('headline.minor', @findings - sum(f:severity/@waived))"/>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- One sentence each on completeness and change. -->
  <xsl:template match="f:totals" mode="lead">
    <xsl:variable name="judged" select="f:outcomes/@fail + f:outcomes/@pass"/>
    <xsl:variable name="due" select="$judged + f:outcomes/@not-evaluated"/>
    <xsl:choose>
      <xsl:when test="f:completeness/@full = @snapshots"><xsl:value-of select="mb:count('lead.full', @snapshots)"/></xsl:when>
      <xsl:otherwise>
        <xsl:value-of select="mb:count('lead.partly', @snapshots, mb:number(f:completeness/@full),
                                       mb:number(f:completeness/@partly), mb:number(f:completeness/@none))"/>
      </xsl:otherwise>
    </xsl:choose>
    <xsl:if test="$due > 0">
      <xsl:text> </xsl:text>
      <xsl:value-of select="mb:text('lead.checks', floor(100 * $judged div $due))"/>
    </xsl:if>
    <xsl:if test="f:comparison">
      <xsl:text> </xsl:text>
      <xsl:value-of select="mb:text('lead.changes', mb:number(f:comparison/@new), mb:number(f:comparison/@changed),
                                    mb:number(f:comparison/@resolved))"/>
    </xsl:if>
  </xsl:template>

  <!-- ==== how much was looked at ==== -->
  <xsl:template name="summary">
    <section id="summary" aria-labelledby="summary-title">
      <h2 id="summary-title"><xsl:value-of select="mb:text('summary.title')"/></h2>
      <xsl:apply-templates select="f:totals" mode="coverage"/>
      <xsl:if test="f:totals/f:completeness/@partly + f:totals/f:completeness/@none > 0">
        <xsl:processing-instruction name="mbaudit">incomplete</xsl:processing-instruction>
      </xsl:if>
      <xsl:call-template name="unjudged"/>
      <xsl:apply-templates select="f:problems[f:problem]"/>
    </section>
  </xsl:template>

  <xsl:template match="f:totals[@snapshots = 0]" mode="coverage">
    <div class="notice none">
      <p>
        <strong><xsl:value-of select="mb:text('coverage.nothing')"/></strong>
        <xsl:text> </xsl:text>
        <xsl:value-of select="mb:count('coverage.no-export', @inputs)"/>
        <xsl:text> </xsl:text>
        <a href="#appendix"><xsl:value-of select="mb:text('coverage.see-inputs')"/></a>
      </p>
    </div>
  </xsl:template>

  <xsl:template match="f:totals" mode="coverage">
    <xsl:variable name="judged" select="f:outcomes/@fail + f:outcomes/@pass"/>
    <xsl:variable name="due" select="$judged + f:outcomes/@not-evaluated"/>
    <div class="measures">
      <xsl:apply-templates select="." mode="snapshots"/>
      <xsl:apply-templates select="." mode="checks"/>
    </div>
    <xsl:call-template name="caveat">
      <xsl:with-param name="judged" select="$judged"/>
      <xsl:with-param name="due" select="$due"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="f:totals" mode="snapshots">
    <div class="measure">
      <h3><xsl:value-of select="mb:text('snapshots')"/></h3>
      <p class="figure"><xsl:value-of select="mb:number(@snapshots)"/></p>
      <xsl:call-template name="bar">
        <xsl:with-param name="first" select="f:completeness/@full"/>
        <xsl:with-param name="second" select="f:completeness/@partly"/>
        <xsl:with-param name="third" select="f:completeness/@none"/>
        <xsl:with-param name="classes" select="'full partly none'"/>
      </xsl:call-template>
      <ul class="legend">
        <li><span class="key full"/><xsl:value-of select="concat(mb:number(f:completeness/@full), ' ', mb:text('read.full'))"/></li>
        <li><span class="key partly"/><xsl:value-of select="concat(mb:number(f:completeness/@partly), ' ', mb:text('read.partly'))"/></li>
        <li><span class="key none"/><xsl:value-of select="concat(mb:number(f:completeness/@none), ' ', mb:text('read.none'))"/></li>
      </ul>
      <p class="muted"><xsl:value-of select="mb:text('snapshots.of', mb:count('of-servers', @servers),
                                                     mb:count('n-exports', @exports), mb:count('n-keys', @keys))"/></p>
    </div>
  </xsl:template>

  <xsl:template match="f:totals" mode="checks">
    <div class="measure">
      <h3><xsl:value-of select="mb:text('checks')"/></h3>
      <p class="figure"><xsl:value-of select="mb:number(f:outcomes/@fail + f:outcomes/@pass + f:outcomes/@not-evaluated)"/></p>
      <xsl:call-template name="bar">
        <xsl:with-param name="first" select="f:outcomes/@pass"/>
        <xsl:with-param name="second" select="f:outcomes/@fail"/>
        <xsl:with-param name="third" select="f:outcomes/@not-evaluated"/>
        <xsl:with-param name="classes" select="'full fail none'"/>
      </xsl:call-template>
      <ul class="legend">
        <li><span class="key full"/><xsl:value-of select="mb:count('n-passed', f:outcomes/@pass)"/></li>
        <li><span class="key fail"/><xsl:value-of select="mb:count('n-failed', f:outcomes/@fail)"/></li>
        <li><span class="key none"/><xsl:value-of select="mb:count('n-unjudged', f:outcomes/@not-evaluated)"/></li>
      </ul>
      <p class="muted"><xsl:value-of select="mb:count('checks.what', f:outcomes/@not-applicable)"/></p>
    </div>
  </xsl:template>

  <!-- What keeps the figures from being the whole truth, in words. -->
  <xsl:template name="caveat">
    <xsl:param name="judged"/>
    <xsl:param name="due"/>
    <xsl:choose>
      <xsl:when test="f:completeness/@full = 0 and f:completeness/@partly = 0">
        <div class="notice none"><p>
          <strong><xsl:value-of select="mb:text('caveat.unread')"/></strong>
          <xsl:text> </xsl:text>
          <xsl:value-of select="mb:text('caveat.unread.why')"/>
        </p></div>
      </xsl:when>
      <xsl:when test="$judged = 0">
        <div class="notice none"><p>
          <strong><xsl:value-of select="mb:text('caveat.unjudged')"/></strong>
          <xsl:text> </xsl:text>
          <xsl:value-of select="mb:text('caveat.unjudged.why')"/>
        </p></div>
      </xsl:when>
      <xsl:when test="$due > $judged">
        <div class="notice partly"><p>
          <strong><xsl:value-of select="mb:text('caveat.checks', mb:number($judged), mb:number($due),
                                                floor(100 * $judged div $due))"/></strong>
          <xsl:text> </xsl:text>
          <xsl:value-of select="mb:text('caveat.checks.why')"/>
        </p></div>
      </xsl:when>
    </xsl:choose>
    <xsl:if test="$judged > 0 and (f:completeness/@partly > 0 or f:completeness/@none > 0 or @inputs-failed > 0 or @status != 'ok')">
      <div class="notice partly"><p>
        <strong><xsl:value-of select="mb:text('caveat.partly')"/></strong>
        <xsl:text> </xsl:text>
        <xsl:value-of select="mb:text('caveat.partly.why')"/>
      </p></div>
    </xsl:if>
  </xsl:template>

  <!-- ==== which servers ==== -->
  <xsl:template match="f:section[@kind = 'incomplete']">
    <table class="stack">
      <caption><xsl:value-of select="mb:text('incomplete.caption')"/></caption>
      <thead>
        <tr>
          <th scope="col"><xsl:value-of select="mb:text('col.server')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.captured')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.read')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.judged')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.lost')"/></th>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="f:list/f:snapshot" mode="incomplete"/></tbody>
    </table>
    <xsl:call-template name="and-more"><xsl:with-param name="more" select="sum(f:list/@more)"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="f:snapshot" mode="incomplete">
    <tr>
      <th scope="row" data-label="{mb:text('col.server')}"><xsl:call-template name="server-link"/></th>
      <td data-label="{mb:text('col.captured')}"><xsl:call-template name="time">
        <xsl:with-param name="iso" select="@captured"/></xsl:call-template></td>
      <td data-label="{mb:text('col.read')}"><xsl:call-template name="completeness-word">
        <xsl:with-param name="word" select="@completeness"/></xsl:call-template></td>
      <td data-label="{mb:text('col.judged')}"><xsl:value-of
        select="mb:text('judged-of', mb:number(@fail + @pass), mb:number(@fail + @pass + @not-evaluated))"/></td>
      <td data-label="{mb:text('col.lost')}" class="long">
        <xsl:for-each select="f:failed-export[position() &lt;= 3]">
          <p><xsl:value-of select="concat(@input, ' &#x203A; ', @member)"/></p>
        </xsl:for-each>
        <xsl:if test="not(f:failed-export)"><xsl:value-of select="mb:text('lost.parts')"/></xsl:if>
      </td>
    </tr>
  </xsl:template>

  <!-- A server in the lists at the top. -->
  <xsl:template name="server-link">
    <a href="{/f:section/@base}{@server-href}#s{@n}"><xsl:value-of select="@server"/></a>
  </xsl:template>

  <!-- ==== what could not be evaluated ==== -->
  <xsl:template name="unjudged">
    <xsl:variable name="rules" select="f:rules/f:rule[@not-evaluated > 0]"/>
    <xsl:if test="$rules">
      <details id="unjudged">
        <summary><h3><xsl:value-of select="mb:count('unjudged.title', count($rules))"/></h3></summary>
        <p class="intro"><xsl:value-of select="mb:text('unjudged.intro')"/></p>
        <table class="stack sortable">
          <caption><xsl:value-of select="mb:text('unjudged.caption')"/></caption>
          <thead>
            <tr>
              <th scope="col"><xsl:value-of select="mb:text('col.rule')"/></th>
              <th scope="col" class="n"><xsl:value-of select="mb:text('col.unjudged')"/></th>
              <th scope="col"><xsl:value-of select="mb:text('col.collect')"/></th>
            </tr>
          </thead>
          <tbody><xsl:apply-templates select="$rules" mode="unjudged"/></tbody>
        </table>
      </details>
    </xsl:if>
  </xsl:template>

  <xsl:template match="f:rule" mode="unjudged">
    <xsl:variable name="collect" select="../../f:articles/kb:article[@id = current()/@id]/kb:rule/kb:collect"/>
    <tr>
      <th scope="row" data-label="{mb:text('col.rule')}">
        <xsl:call-template name="english"/><xsl:value-of select="@title"/></th>
      <td class="n" data-label="{mb:text('col.unjudged')}"><xsl:value-of select="mb:number(@not-evaluated)"/></td>
      <td data-label="{mb:text('col.collect')}">
        <xsl:choose>
          <xsl:when test="$collect"><xsl:call-template name="english"/><xsl:value-of select="normalize-space($collect)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="mb:text('collect.named')"/></xsl:otherwise>
        </xsl:choose>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
