<?xml version="1.0" encoding="UTF-8"?>
<!-- One server at one time: how much of it was read, what to do, what changed, what was not evaluated. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <xsl:template match="f:section[@kind = 'snapshot']">
    <details class="snapshot" id="s{@n}" open="open" data-server="{@server}">
      <summary>
        <h3><xsl:value-of select="@server"/></h3>
        <span class="facts">
          <span><xsl:call-template name="time"><xsl:with-param name="iso" select="f:snapshot/@captured"/></xsl:call-template></span>
          <xsl:apply-templates select="f:snapshot" mode="facts"/>
        </span>
      </summary>
      <xsl:apply-templates select="f:snapshot"/>
      <xsl:if test="f:episode"><xsl:call-template name="episodes"/></xsl:if>
    </details>
  </xsl:template>

  <xsl:template match="f:snapshot[@missing = 'after']" mode="facts">
    <span class="state none"><xsl:value-of select="mb:text('missing.after')"/></span>
  </xsl:template>
  <xsl:template match="f:snapshot" mode="facts">
    <xsl:call-template name="completeness-word">
      <xsl:with-param name="word" select="@completeness"/>
    </xsl:call-template>
    <xsl:if test="@missing = 'before'"><span class="status new"><xsl:value-of select="mb:text('missing.before')"/></span></xsl:if>
    <span><xsl:value-of select="mb:count('n-findings', @fail)"/></span>
    <xsl:if test="@fail + @pass + @not-evaluated > 0"><xsl:call-template name="coverage-line"/></xsl:if>
    <xsl:if test="@same-as">
      <span><xsl:value-of select="mb:text('same-as')"/><xsl:text> </xsl:text><xsl:call-template name="time">
        <xsl:with-param name="iso" select="@same-as"/></xsl:call-template></span>
    </xsl:if>
  </xsl:template>

  <xsl:template name="coverage-line">
    <xsl:variable name="judged" select="@fail + @pass"/>
    <xsl:variable name="due" select="$judged + @not-evaluated"/>
    <span class="coverage">
      <xsl:call-template name="bar">
        <xsl:with-param name="first" select="@pass"/>
        <xsl:with-param name="second" select="@fail"/>
        <xsl:with-param name="third" select="@not-evaluated"/>
        <xsl:with-param name="classes" select="'full fail none'"/>
      </xsl:call-template>
      <span><xsl:value-of select="mb:text('coverage-of', mb:number($judged), mb:number($due), floor(100 * $judged div $due))"/></span>
    </span>
  </xsl:template>

  <xsl:template match="f:snapshot">
    <xsl:call-template name="actions"/>
    <xsl:if test="f:resolved or f:not-comparable"><xsl:call-template name="gone"/></xsl:if>
    <xsl:if test="f:change"><xsl:call-template name="setting-changes"/></xsl:if>
    <xsl:if test="f:mismatch"><xsl:call-template name="mismatches"/></xsl:if>
    <xsl:if test="f:instance"><xsl:call-template name="instances"/></xsl:if>
    <xsl:if test="f:not-evaluated"><xsl:call-template name="not-evaluated"/></xsl:if>
    <xsl:if test="f:export or f:failed-export"><xsl:call-template name="exports"/></xsl:if>
  </xsl:template>

  <!-- ==== what to do ==== -->
  <xsl:template name="actions">
    <xsl:choose>
      <xsl:when test="f:finding">
        <h4><xsl:value-of select="mb:text('actions.title')"/></h4>
        <ol class="actions">
          <xsl:apply-templates select="f:finding[@severity = 'error']" mode="action"/>
          <xsl:apply-templates select="f:finding[@severity = 'warning']" mode="action"/>
          <xsl:apply-templates select="f:finding[@severity = 'non-default']" mode="action"/>
          <xsl:apply-templates select="f:finding[@severity = 'best-practice']" mode="action"/>
          <xsl:apply-templates select="f:finding[@severity = 'information']" mode="action"/>
        </ol>
      </xsl:when>
      <xsl:when test="@missing = 'after'">
        <div class="notice none"><p><xsl:value-of select="mb:text('actions.missing')"/></p></div>
      </xsl:when>
      <xsl:when test="@completeness = 'none'">
        <div class="notice none"><p><xsl:value-of select="mb:text('actions.unread')"/></p></div>
      </xsl:when>
      <xsl:when test="@same-as"><p><xsl:value-of select="mb:text('actions.same')"/></p></xsl:when>
      <xsl:when test="@pass = 0">
        <div class="notice none"><p><xsl:value-of select="mb:text('actions.unjudged')"/></p></div>
      </xsl:when>
      <xsl:when test="@not-evaluated > 0 or @completeness != 'full'">
        <p><xsl:value-of select="mb:text('actions.limited')"/></p>
      </xsl:when>
      <xsl:otherwise><p><xsl:value-of select="mb:text('actions.clean')"/></p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="f:finding" mode="action">
    <li data-severity="{@severity}" data-rule="{@rule}">
      <xsl:call-template name="data-status"/>
      <div>
        <xsl:call-template name="badge"><xsl:with-param name="severity" select="@severity"/></xsl:call-template>
        <xsl:call-template name="status-badge"/>
      </div>
      <div>
        <xsl:call-template name="english"/>
        <p><xsl:value-of select="f:remedy"/></p>
        <xsl:apply-templates select="f:command"/>
        <p class="muted">
          <a href="{@rule-href}#rule-{@rule}"><xsl:value-of select="@title"/></a>
          <xsl:text> </xsl:text>
          <code class="path"><xsl:value-of select="@path"/></code>
        </p>
      </div>
    </li>
  </xsl:template>

  <!-- What the baseline had and is not here. -->
  <xsl:template name="gone">
    <details>
      <summary><h4><xsl:value-of select="mb:count('gone.title', count(f:resolved | f:not-comparable))"/></h4></summary>
      <ul class="changes">
        <xsl:for-each select="f:resolved | f:not-comparable">
          <li>
            <span class="status {local-name()}"><xsl:value-of select="mb:text(concat('status.', local-name()))"/></span>
            <div>
              <p><xsl:call-template name="english"/><xsl:value-of select="f:found"/></p>
              <p class="muted">
                <span><xsl:call-template name="english"/><xsl:value-of select="@title"/></span>
                <xsl:text> </xsl:text>
                <code class="path"><xsl:value-of select="@path"/></code>
                <xsl:if test="@why"> · <span><xsl:call-template name="english"/><xsl:value-of select="@why"/></span></xsl:if>
              </p>
            </div>
          </li>
        </xsl:for-each>
      </ul>
    </details>
  </xsl:template>

  <!-- ==== what was not evaluated ==== -->
  <xsl:template name="not-evaluated">
    <details>
      <!-- A few are shown at once, with their hints; a long list would bury what follows. -->
      <xsl:if test="count(f:not-evaluated) &lt;= 3"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><h4><xsl:value-of select="mb:count('not-evaluated.title', sum(f:not-evaluated/@objects))"/></h4></summary>
      <ul class="unjudged"><xsl:apply-templates select="f:not-evaluated"/></ul>
    </details>
  </xsl:template>

  <xsl:template match="f:not-evaluated">
    <li>
      <p>
        <strong><xsl:call-template name="english"/><xsl:value-of select="@title"/></strong>
        <xsl:if test="@path">
          <xsl:text> </xsl:text>
          <code class="path"><xsl:value-of select="@path"/></code>
          <xsl:for-each select="f:path">, <code class="path"><xsl:value-of select="."/></code></xsl:for-each>
          <xsl:if test="@objects > 1 + count(f:path)">
            <xsl:text> </xsl:text>
            <xsl:value-of select="mb:count('and-more', @objects - 1 - count(f:path))"/>
          </xsl:if>
        </xsl:if>
      </p>
      <p><xsl:call-template name="english"/><xsl:value-of select="f:reason"/></p>
      <xsl:if test="f:hint"><p class="note"><xsl:call-template name="english"/><xsl:value-of select="f:hint"/></p></xsl:if>
    </li>
  </xsl:template>

  <!-- ==== exports ==== -->
  <xsl:template name="exports">
    <details>
      <summary><h4><xsl:value-of select="mb:count('exports.title', count(f:export | f:failed-export))"/></h4></summary>
      <table class="stack">
        <caption><xsl:value-of select="mb:text('exports.caption')"/></caption>
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="mb:text('col.member')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.archive')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.format')"/></th>
            <th scope="col" class="n"><xsl:value-of select="mb:text('col.keys')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.remarks')"/></th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="f:export | f:failed-export"/></tbody>
      </table>
      <xsl:if test="@server-from or @captured-from">
        <p class="muted">
          <xsl:if test="@server-from"><xsl:value-of select="mb:text('server-from', @server-from)"/><xsl:text> </xsl:text></xsl:if>
          <xsl:if test="@captured-from"><xsl:value-of select="mb:text('captured-from', @captured-from)"/></xsl:if>
        </p>
      </xsl:if>
    </details>
  </xsl:template>

  <xsl:template match="f:export | f:failed-export">
    <tr>
      <th scope="row" data-label="{mb:text('col.member')}" class="long"><xsl:value-of select="@member"/></th>
      <td data-label="{mb:text('col.archive')}" class="long"><xsl:value-of select="@input"/></td>
      <td data-label="{mb:text('col.format')}"><xsl:value-of select="@format"/></td>
      <td data-label="{mb:text('col.keys')}" class="n"><xsl:value-of select="mb:number(@keys)"/></td>
      <td data-label="{mb:text('col.remarks')}">
        <xsl:choose>
          <xsl:when test="self::f:failed-export"><span class="state none"><xsl:value-of select="mb:text('read.none')"/></span></xsl:when>
          <xsl:when test="@partial = 'yes'"><span class="state partly"><xsl:value-of select="mb:text('read.partly')"/></span></xsl:when>
          <xsl:otherwise><span class="state full"><xsl:value-of select="mb:text('read.full')"/></span></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="@runtime = 'yes'"><span class="muted"><xsl:value-of select="mb:text('runtime')"/></span></xsl:if>
        <xsl:if test="@place"><span class="muted"><xsl:value-of select="mb:text('place', @place)"/></span></xsl:if>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
