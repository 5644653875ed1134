<?xml version="1.0" encoding="UTF-8"?>
<!-- The top of the page: how much was looked at, then what came of it. An audit that could look at little
     must not read like one that found little. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1">

  <!-- ==== the headline ==== -->
  <xsl:template match="f:totals" mode="headline">
    <xsl:choose>
      <xsl:when test="@snapshots = 0">Nothing was audited</xsl:when>
      <xsl:when test="f:completeness/@full = 0 and f:completeness/@partly = 0">No export could be read</xsl:when>
      <xsl:when test="@findings > 0"><xsl:apply-templates select="." mode="grave"/></xsl:when>
      <xsl:when test="f:outcomes/@fail + f:outcomes/@pass = 0">No rule could be judged</xsl:when>
      <xsl:when test="f:outcomes/@not-evaluated > 0 or f:completeness/@partly > 0 or f:completeness/@none > 0
                      or @inputs-failed > 0">No findings, but not everything could be judged</xsl:when>
      <xsl:otherwise>
        <xsl:text>No findings on </xsl:text>
        <xsl:call-template name="count">
          <xsl:with-param name="n" select="@servers"/><xsl:with-param name="one" select="'server'"/>
        </xsl:call-template>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="f:totals" mode="grave">
    <xsl:variable name="errors" select="f:severity[@name = 'error']"/>
    <xsl:variable name="warnings" select="f:severity[@name = 'warning']"/>
    <xsl:if test="$errors/@findings > 0">
      <xsl:call-template name="count">
        <xsl:with-param name="n" select="$errors/@findings"/><xsl:with-param name="one" select="'error'"/>
      </xsl:call-template>
      <xsl:text> on </xsl:text>
      <xsl:call-template name="count">
        <xsl:with-param name="n" select="$errors/@servers"/><xsl:with-param name="one" select="'server'"/>
      </xsl:call-template>
    </xsl:if>
    <xsl:if test="$errors/@findings > 0 and $warnings/@findings > 0">, </xsl:if>
    <xsl:if test="$warnings/@findings > 0">
      <xsl:call-template name="count">
        <xsl:with-param name="n" select="$warnings/@findings"/><xsl:with-param name="one" select="'warning'"/>
      </xsl:call-template>
      <xsl:if test="$errors/@findings = 0">
        <xsl:text> on </xsl:text>
        <xsl:call-template name="count">
          <xsl:with-param name="n" select="$warnings/@servers"/><xsl:with-param name="one" select="'server'"/>
        </xsl:call-template>
      </xsl:if>
    </xsl:if>
    <xsl:if test="$errors/@findings + $warnings/@findings = 0">
      <xsl:text>No errors or warnings, </xsl:text>
      <xsl:call-template name="count">
        <xsl:with-param name="n" select="@findings"/><xsl:with-param name="one" select="'other finding'"/>
      </xsl:call-template>
    </xsl:if>
  </xsl:template>

  <!-- ==== what was looked at ==== -->
  <xsl:template name="summary">
    <section id="summary" aria-labelledby="summary-title">
      <h2 id="summary-title">What was looked at</h2>
      <xsl:apply-templates select="f:totals" mode="coverage"/>
      <xsl:if test="f:totals/@snapshots > 0">
        <h3>Findings by severity</h3>
        <xsl:apply-templates select="f:totals" mode="severities"/>
      </xsl:if>
      <xsl:apply-templates select="f:problems[f:problem]"/>
    </section>
  </xsl:template>

  <xsl:template match="f:totals[@snapshots = 0]" mode="coverage">
    <div class="notice none">
      <p>
        <strong>This report says nothing about any server.</strong>
        <xsl:text> No metabase export was recognised in </xsl:text>
        <xsl:call-template name="count">
          <xsl:with-param name="n" select="@inputs"/><xsl:with-param name="one" select="'input'"/>
        </xsl:call-template>
        <xsl:text>. What was given is listed under </xsl:text>
        <a href="#inputs">Inputs</a>
        <xsl:text>.</xsl:text>
      </p>
    </div>
  </xsl:template>

  <xsl:template match="f:totals" mode="coverage">
    <xsl:variable name="judged" select="f:outcomes/@fail + f:outcomes/@pass"/>
    <xsl:variable name="due" select="$judged + f:outcomes/@not-evaluated"/>
    <div class="measures">
      <div class="measure">
        <h3>Snapshots</h3>
        <p class="figure"><xsl:call-template name="number">
          <xsl:with-param name="n" select="@snapshots"/>
        </xsl:call-template></p>
        <xsl:call-template name="bar">
          <xsl:with-param name="first" select="f:completeness/@full"/>
          <xsl:with-param name="second" select="f:completeness/@partly"/>
          <xsl:with-param name="third" select="f:completeness/@none"/>
          <xsl:with-param name="classes" select="'full partly none'"/>
        </xsl:call-template>
        <ul class="legend">
          <li><span class="key full"/><xsl:value-of select="f:completeness/@full"/> read fully</li>
          <li><span class="key partly"/><xsl:value-of select="f:completeness/@partly"/> read in part</li>
          <li><span class="key none"/><xsl:value-of select="f:completeness/@none"/> could not be read</li>
        </ul>
        <p class="muted">
          <xsl:text>of </xsl:text>
          <xsl:call-template name="count">
            <xsl:with-param name="n" select="@servers"/><xsl:with-param name="one" select="'server'"/>
          </xsl:call-template>
          <xsl:text>; </xsl:text>
          <xsl:call-template name="count">
            <xsl:with-param name="n" select="@exports"/><xsl:with-param name="one" select="'export'"/>
          </xsl:call-template>
          <xsl:text> with </xsl:text>
          <xsl:call-template name="count">
            <xsl:with-param name="n" select="@keys"/><xsl:with-param name="one" select="'key'"/>
          </xsl:call-template>
        </p>
      </div>
      <div class="measure">
        <h3>Checks that apply</h3>
        <p class="figure"><xsl:call-template name="number">
          <xsl:with-param name="n" select="$due"/>
        </xsl:call-template></p>
        <xsl:call-template name="bar">
          <xsl:with-param name="first" select="f:outcomes/@pass"/>
          <xsl:with-param name="second" select="f:outcomes/@fail"/>
          <xsl:with-param name="third" select="f:outcomes/@not-evaluated"/>
          <xsl:with-param name="classes" select="'full fail none'"/>
        </xsl:call-template>
        <ul class="legend">
          <li><span class="key full"/><xsl:call-template name="number">
            <xsl:with-param name="n" select="f:outcomes/@pass"/></xsl:call-template> passed</li>
          <li><span class="key fail"/><xsl:call-template name="number">
            <xsl:with-param name="n" select="f:outcomes/@fail"/></xsl:call-template> failed</li>
          <li><span class="key none"/><xsl:call-template name="number">
            <xsl:with-param name="n" select="f:outcomes/@not-evaluated"/></xsl:call-template> could not be evaluated</li>
        </ul>
        <p class="muted">a check is one rule on one object; <xsl:call-template name="number">
          <xsl:with-param name="n" select="f:outcomes/@not-applicable"/></xsl:call-template> more do not apply</p>
      </div>
    </div>
    <xsl:call-template name="caveat">
      <xsl:with-param name="judged" select="$judged"/>
      <xsl:with-param name="due" select="$due"/>
    </xsl:call-template>
  </xsl:template>

  <!-- What keeps the figures from being the whole truth, in words. -->
  <xsl:template name="caveat">
    <xsl:param name="judged"/>
    <xsl:param name="due"/>
    <xsl:choose>
      <xsl:when test="f:completeness/@full = 0 and f:completeness/@partly = 0">
        <div class="notice none"><p>
          <strong>No export could be read.</strong>
          <xsl:text> That nothing was found means only that nothing was seen.</xsl:text>
        </p></div>
      </xsl:when>
      <xsl:when test="$judged = 0">
        <div class="notice none"><p>
          <strong>No rule could be judged.</strong>
          <xsl:text> What the rules need was not collected, so that nothing was found says nothing about the
          health of these servers.</xsl:text>
        </p></div>
      </xsl:when>
      <xsl:when test="$due > $judged">
        <div class="notice partly"><p>
          <strong>
            <xsl:call-template name="number"><xsl:with-param name="n" select="$judged"/></xsl:call-template>
            <xsl:text> of </xsl:text>
            <xsl:call-template name="number"><xsl:with-param name="n" select="$due"/></xsl:call-template>
            <xsl:text> checks could be evaluated (</xsl:text>
            <xsl:value-of select="floor(100 * $judged div $due)"/>
            <xsl:text> %).</xsl:text>
          </strong>
          <xsl:text> For the rest the exports do not hold what is needed. </xsl:text>
          <a href="#unjudged">What was not evaluated, and what to collect</a>
        </p></div>
      </xsl:when>
    </xsl:choose>
    <xsl:if test="$judged > 0 and (f:completeness/@partly > 0 or f:completeness/@none > 0 or @inputs-failed > 0 or @status != 'ok')">
      <div class="notice partly"><p>
        <strong>Not everything could be read.</strong>
        <xsl:text> What is missing was not judged; nothing here vouches for it. </xsl:text>
        <xsl:if test="@problems > 0"><a href="#problems">What went wrong while reading</a></xsl:if>
      </p></div>
    </xsl:if>
  </xsl:template>

  <!-- Three parts of a whole; the legend below says it in words. -->
  <xsl:template name="bar">
    <xsl:param name="first"/>
    <xsl:param name="second"/>
    <xsl:param name="third"/>
    <xsl:param name="classes"/>
    <xsl:variable name="all" select="$first + $second + $third"/>
    <xsl:variable name="a" select="format-number(100 * $first div ($all + ($all = 0)), '0.##')"/>
    <xsl:variable name="b" select="format-number(100 * $second div ($all + ($all = 0)), '0.##')"/>
    <xsl:variable name="c" select="format-number(100 * $third div ($all + ($all = 0)), '0.##')"/>
    <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="{substring-before($classes, ' ')}" x="0" y="0" width="{$a}" height="6"/>
      <rect class="{substring-before(substring-after($classes, ' '), ' ')}" x="{$a}" y="0" width="{$b}" height="6"/>
      <rect class="{substring-after(substring-after($classes, ' '), ' ')}" x="{$a + $b}" y="0" width="{$c}" height="6"/>
    </svg>
  </xsl:template>

  <!-- ==== severities ==== -->
  <xsl:template match="f:totals" mode="severities">
    <ul class="severities">
      <xsl:for-each select="f:severity">
        <li>
          <xsl:attribute name="class">
            <xsl:value-of select="@name"/>
            <xsl:if test="@findings = 0"> zero</xsl:if>
          </xsl:attribute>
          <xsl:call-template name="badge"><xsl:with-param name="severity" select="@name"/></xsl:call-template>
          <span class="figure"><xsl:call-template name="number">
            <xsl:with-param name="n" select="@findings"/>
          </xsl:call-template></span>
          <span class="muted">
            <xsl:choose>
              <xsl:when test="@findings > 0">
                <xsl:text>on </xsl:text>
                <xsl:call-template name="count">
                  <xsl:with-param name="n" select="@servers"/><xsl:with-param name="one" select="'server'"/>
                </xsl:call-template>
              </xsl:when>
              <xsl:otherwise>none found</xsl:otherwise>
            </xsl:choose>
          </span>
        </li>
      </xsl:for-each>
    </ul>
  </xsl:template>

  <!-- ==== rules ==== -->
  <xsl:template name="rule-table">
    <section id="rules" aria-labelledby="rules-title">
      <h2 id="rules-title">Rules</h2>
      <xsl:choose>
        <xsl:when test="f:rules/f:rule[@fail > 0]">
          <table class="stack">
            <caption>Rules that failed somewhere, gravest first</caption>
            <xsl:call-template name="rule-columns"/>
            <tbody><xsl:apply-templates select="f:rules/f:rule[@fail > 0]" mode="row"/></tbody>
          </table>
        </xsl:when>
        <xsl:otherwise><p>No rule failed on what could be judged.</p></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="f:rules/f:rule[@fail = 0]">
        <details>
          <summary>
            <xsl:call-template name="count">
              <xsl:with-param name="n" select="count(f:rules/f:rule[@fail = 0])"/>
              <xsl:with-param name="one" select="'rule'"/>
            </xsl:call-template>
            <xsl:text> that failed nowhere</xsl:text>
          </summary>
          <table class="stack">
            <caption>Passed is not the same as never applied or never evaluated</caption>
            <xsl:call-template name="rule-columns"/>
            <tbody><xsl:apply-templates select="f:rules/f:rule[@fail = 0]" mode="row"/></tbody>
          </table>
        </details>
      </xsl:if>
    </section>
  </xsl:template>

  <xsl:template name="rule-columns">
    <thead>
      <tr>
        <th scope="col">Severity</th>
        <th scope="col">Rule</th>
        <th scope="col">Service</th>
        <th scope="col" class="n">Failed</th>
        <th scope="col" class="n">Servers</th>
        <th scope="col" class="n">Passed</th>
        <th scope="col" class="n">Not evaluated</th>
      </tr>
    </thead>
  </xsl:template>

  <xsl:template match="f:rule" mode="row">
    <tr>
      <td data-label="Severity">
        <xsl:call-template name="badge"><xsl:with-param name="severity" select="@severity"/></xsl:call-template>
      </td>
      <th scope="row" data-label="Rule">
        <xsl:choose>
          <xsl:when test="@fail > 0"><a href="#rule-{@id}"><xsl:value-of select="@title"/></a></xsl:when>
          <xsl:otherwise><xsl:value-of select="@title"/></xsl:otherwise>
        </xsl:choose>
      </th>
      <td data-label="Service"><xsl:value-of select="@service"/></td>
      <td class="n" data-label="Failed"><xsl:call-template name="number">
        <xsl:with-param name="n" select="@fail"/></xsl:call-template></td>
      <td class="n" data-label="Servers"><xsl:call-template name="number">
        <xsl:with-param name="n" select="@servers"/></xsl:call-template></td>
      <td class="n" data-label="Passed"><xsl:call-template name="number">
        <xsl:with-param name="n" select="@pass"/></xsl:call-template></td>
      <td class="n" data-label="Not evaluated"><xsl:call-template name="number">
        <xsl:with-param name="n" select="@not-evaluated"/></xsl:call-template></td>
    </tr>
  </xsl:template>

  <!-- ==== what could not be evaluated ==== -->
  <xsl:template name="unjudged">
    <xsl:if test="f:rules/f:rule[@not-evaluated > 0]">
      <section id="unjudged" aria-labelledby="unjudged-title">
        <h2 id="unjudged-title">What could not be evaluated</h2>
        <p>These rules apply, but what they need was not in the exports. They did not pass. Each server below
        lists its own.</p>
        <table class="stack">
          <caption>Rules that could not be evaluated everywhere</caption>
          <thead>
            <tr>
              <th scope="col">Rule</th>
              <th scope="col" class="n">Not evaluated</th>
              <th scope="col">What to collect</th>
            </tr>
          </thead>
          <tbody><xsl:apply-templates select="f:rules/f:rule[@not-evaluated > 0]" mode="unjudged"/></tbody>
        </table>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="f:rule" mode="unjudged">
    <xsl:variable name="collect" select="../../f:articles/kb:article[@id = current()/@id]/kb:rule/kb:collect"/>
    <tr>
      <th scope="row" data-label="Rule"><xsl:value-of select="@title"/></th>
      <td class="n" data-label="Not evaluated"><xsl:call-template name="number">
        <xsl:with-param name="n" select="@not-evaluated"/></xsl:call-template></td>
      <td data-label="What to collect">
        <xsl:choose>
          <xsl:when test="$collect"><xsl:value-of select="normalize-space($collect)"/></xsl:when>
          <xsl:otherwise>The properties named with each server.</xsl:otherwise>
        </xsl:choose>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
