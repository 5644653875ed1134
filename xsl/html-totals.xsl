<?xml version="1.0" encoding="UTF-8"?>
<!-- What was found, in figures: by severity, by rule, by service. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <xsl:template name="totals">
    <xsl:if test="f:totals/@snapshots > 0">
      <section id="totals" aria-labelledby="totals-title">
        <h2 id="totals-title"><xsl:value-of select="mb:text('totals.title')"/></h2>
        <xsl:apply-templates select="f:totals" mode="severities"/>
        <xsl:call-template name="rule-table"/>
        <xsl:if test="f:totals/@findings > 0">
          <xsl:processing-instruction name="mbaudit">matrix</xsl:processing-instruction>
        </xsl:if>
        <xsl:call-template name="services"/>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- ==== severities ==== -->
  <xsl:template match="f:totals" mode="severities">
    <xsl:if test="@findings > 0">
      <svg class="bar severity-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <xsl:for-each select="f:severity[@findings > 0]">
          <rect class="{@name}" x="{format-number(100 * sum(preceding-sibling::f:severity/@findings) div ../@findings, '0.##')}"
                width="{format-number(100 * @findings div ../@findings, '0.##')}" height="6"/>
        </xsl:for-each>
      </svg>
    </xsl:if>
    <ul class="severities">
      <xsl:for-each select="f:severity">
        <li>
          <xsl:if test="@findings = 0"><xsl:attribute name="class">zero</xsl:attribute></xsl:if>
          <xsl:call-template name="badge"><xsl:with-param name="severity" select="@name"/></xsl:call-template>
          <span class="figure"><xsl:value-of select="mb:number(@findings)"/></span>
          <span class="muted">
            <xsl:choose>
              <xsl:when test="@findings > 0"><xsl:value-of select="mb:count('on-servers', @servers)"/></xsl:when>
              <xsl:otherwise><xsl:value-of select="mb:text('none-found')"/></xsl:otherwise>
            </xsl:choose>
            <xsl:if test="@waived > 0"><br/><xsl:value-of select="mb:count('n-accepted', @waived)"/></xsl:if>
          </span>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <!-- ==== rules ==== -->
  <xsl:template name="rule-table">
    <xsl:variable name="failing" select="f:rules/f:rule[@fail > 0]"/>
    <xsl:variable name="grave" select="$failing[@severity = 'error' or @severity = 'warning']"/>
    <xsl:variable name="minor" select="$failing[@severity != 'error' and @severity != 'warning']"/>
    <h3 id="rules"><xsl:value-of select="mb:text('rules.title')"/></h3>
    <xsl:choose>
      <xsl:when test="$grave">
        <xsl:call-template name="rules">
          <xsl:with-param name="rules" select="$grave"/><xsl:with-param name="caption" select="mb:text('rules.grave')"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:when test="not($failing)"><p><xsl:value-of select="mb:text('rules.none')"/></p></xsl:when>
    </xsl:choose>
    <xsl:if test="$minor">
      <details>
        <xsl:if test="not($grave)"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
        <summary><h4><xsl:value-of select="mb:count('rules.minor', count($minor))"/></h4></summary>
        <xsl:call-template name="rules">
          <xsl:with-param name="rules" select="$minor"/><xsl:with-param name="caption" select="mb:text('rules.minor.caption')"/>
        </xsl:call-template>
      </details>
    </xsl:if>
    <xsl:if test="f:rules/f:rule[@fail = 0]">
      <details>
        <summary><h4><xsl:value-of select="mb:count('rules.quiet', count(f:rules/f:rule[@fail = 0]))"/></h4></summary>
        <xsl:call-template name="rules">
          <xsl:with-param name="rules" select="f:rules/f:rule[@fail = 0]"/>
          <xsl:with-param name="caption" select="mb:text('rules.quiet.caption')"/>
        </xsl:call-template>
      </details>
    </xsl:if>
  </xsl:template>

  <xsl:template name="rules">
    <xsl:param name="rules"/>
    <xsl:param name="caption"/>
    <table class="stack sortable rules">
      <caption><xsl:value-of select="$caption"/></caption>
      <thead>
        <tr>
          <th scope="col"><xsl:value-of select="mb:text('col.severity')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.rule')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.service')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('col.failed')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('col.servers')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('col.passed')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('col.unjudged')"/></th>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="$rules" mode="row"/></tbody>
    </table>
  </xsl:template>

  <xsl:template match="f:rule" mode="row">
    <tr>
      <td data-label="{mb:text('col.severity')}" data-sort="{string-length(substring-before('error warning non-default best-practice information', @severity))}">
        <xsl:call-template name="badge"><xsl:with-param name="severity" select="@severity"/></xsl:call-template>
      </td>
      <th scope="row" data-label="{mb:text('col.rule')}">
        <xsl:call-template name="english"/>
        <xsl:choose>
          <xsl:when test="@fail > 0"><a href="#rule-{@id}"><xsl:value-of select="@title"/></a></xsl:when>
          <xsl:otherwise><xsl:value-of select="@title"/></xsl:otherwise>
        </xsl:choose>
      </th>
      <td data-label="{mb:text('col.service')}"><xsl:value-of select="@service"/></td>
      <td class="n" data-label="{mb:text('col.failed')}"><xsl:value-of select="mb:number(@fail)"/></td>
      <td class="n" data-label="{mb:text('col.servers')}"><xsl:value-of select="mb:number(@servers)"/></td>
      <td class="n" data-label="{mb:text('col.passed')}"><xsl:value-of select="mb:number(@pass)"/></td>
      <td class="n" data-label="{mb:text('col.unjudged')}"><xsl:value-of select="mb:number(@not-evaluated)"/></td>
    </tr>
  </xsl:template>

  <!-- ==== services ==== -->
  <xsl:template name="services">
    <h3 id="services"><xsl:value-of select="mb:text('services.title')"/></h3>
    <table class="stack services">
      <caption><xsl:value-of select="mb:text('services.caption')"/></caption>
      <thead>
        <tr>
          <th scope="col"><xsl:value-of select="mb:text('col.service')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.findings')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.coverage')"/></th>
        </tr>
      </thead>
      <tbody>
        <!-- Those that kb.rng knows. -->
        <xsl:call-template name="service"><xsl:with-param name="name" select="'SMTP'"/></xsl:call-template>
        <xsl:call-template name="service"><xsl:with-param name="name" select="'Web'"/></xsl:call-template>
        <xsl:call-template name="service"><xsl:with-param name="name" select="'FTP'"/></xsl:call-template>
        <xsl:call-template name="service"><xsl:with-param name="name" select="'NNTP'"/></xsl:call-template>
        <xsl:call-template name="service"><xsl:with-param name="name" select="'POP3'"/></xsl:call-template>
        <xsl:call-template name="service"><xsl:with-param name="name" select="'IMAP4'"/></xsl:call-template>
        <xsl:call-template name="service"><xsl:with-param name="name" select="'Metabase'"/></xsl:call-template>
      </tbody>
    </table>
  </xsl:template>

  <xsl:template name="service">
    <xsl:param name="name"/>
    <xsl:variable name="rules" select="f:rules/f:rule[@service = $name]"/>
    <xsl:variable name="fail" select="sum($rules/@fail)"/>
    <xsl:variable name="judged" select="$fail + sum($rules/@pass)"/>
    <xsl:variable name="due" select="$judged + sum($rules/@not-evaluated)"/>
    <xsl:if test="$rules">
      <tr>
        <th scope="row" data-label="{mb:text('col.service')}"><xsl:value-of select="$name"/></th>
        <td data-label="{mb:text('col.findings')}">
          <xsl:call-template name="share-bar">
            <xsl:with-param name="share" select="100 * $fail div (f:totals/f:outcomes/@fail + (f:totals/f:outcomes/@fail = 0))"/>
            <xsl:with-param name="class" select="'fail'"/>
          </xsl:call-template>
          <span><xsl:value-of select="mb:count('n-findings', $fail)"/></span>
        </td>
        <td data-label="{mb:text('col.coverage')}">
          <xsl:choose>
            <xsl:when test="$due > 0">
              <xsl:call-template name="bar">
                <xsl:with-param name="first" select="$judged"/>
                <xsl:with-param name="second" select="0"/>
                <xsl:with-param name="third" select="$due - $judged"/>
                <xsl:with-param name="classes" select="'full partly none'"/>
              </xsl:call-template>
              <span><xsl:value-of select="mb:text('coverage-of', mb:number($judged), mb:number($due),
                                                  floor(100 * $judged div $due))"/></span>
            </xsl:when>
            <xsl:otherwise><span class="muted"><xsl:value-of select="mb:text('not-applicable')"/></span></xsl:otherwise>
          </xsl:choose>
        </td>
      </tr>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
