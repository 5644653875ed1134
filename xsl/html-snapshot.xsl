<?xml version="1.0" encoding="UTF-8"?>
<!-- One server at one time: what it was read from, its virtual servers, what to do, what was not evaluated. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1">

  <xsl:template match="f:section[@kind = 'snapshot']">
    <article class="snapshot" id="s{@n}">
      <h3>
        <xsl:value-of select="@server"/>
        <span class="when"><xsl:call-template name="time">
          <xsl:with-param name="iso" select="f:snapshot/@captured"/>
        </xsl:call-template></span>
      </h3>
      <xsl:apply-templates select="f:snapshot"/>
    </article>
  </xsl:template>

  <xsl:template match="f:snapshot">
    <p class="facts">
      <xsl:call-template name="completeness-word">
        <xsl:with-param name="word" select="@completeness"/>
      </xsl:call-template>
      <span><xsl:call-template name="count">
        <xsl:with-param name="n" select="@keys"/><xsl:with-param name="one" select="'key'"/>
      </xsl:call-template></span>
      <span><xsl:call-template name="number"><xsl:with-param name="n" select="@fail"/></xsl:call-template> failed</span>
      <span><xsl:call-template name="number"><xsl:with-param name="n" select="@pass"/></xsl:call-template> passed</span>
      <span><xsl:call-template name="number">
        <xsl:with-param name="n" select="@not-evaluated"/></xsl:call-template> not evaluated</span>
    </p>
    <xsl:if test="f:instance"><xsl:call-template name="instances"/></xsl:if>
    <xsl:call-template name="actions"/>
    <xsl:if test="f:not-evaluated"><xsl:call-template name="not-evaluated"/></xsl:if>
    <xsl:call-template name="exports"/>
  </xsl:template>

  <!-- ==== virtual servers ==== -->
  <xsl:template name="instances">
    <table class="stack instances">
      <caption>Virtual servers</caption>
      <thead>
        <tr>
          <th scope="col">Path</th>
          <th scope="col">Name</th>
          <th scope="col">State</th>
          <th scope="col">Starts by itself</th>
          <th scope="col">Bindings</th>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="f:instance"/></tbody>
    </table>
  </xsl:template>

  <xsl:template match="f:instance">
    <tr>
      <th scope="row" data-label="Path">
        <code class="path"><xsl:value-of select="@path"/></code>
        <span class="muted"><xsl:value-of select="@class"/></span>
      </th>
      <td data-label="Name"><xsl:apply-templates select="f:value[@property = 'ServerComment']"/></td>
      <td data-label="State"><xsl:apply-templates select="f:value[@property = 'ServerState']"/></td>
      <td data-label="Starts by itself"><xsl:apply-templates select="f:value[@property = 'ServerAutoStart']"/></td>
      <td data-label="Bindings"><xsl:apply-templates select="f:value[@property = 'ServerBindings']"/></td>
    </tr>
  </xsl:template>

  <xsl:template match="f:value[@origin = 'none']"><span class="muted">not collected</span></xsl:template>
  <xsl:template match="f:value[@origin = 'not-set']"><span class="muted">not set</span></xsl:template>
  <xsl:template match="f:value[f:item]">
    <xsl:for-each select="f:item">
      <xsl:if test="position() > 1"><br/></xsl:if>
      <code><xsl:value-of select="."/></code>
    </xsl:for-each>
    <xsl:call-template name="value-origin"/>
  </xsl:template>
  <xsl:template match="f:value">
    <xsl:choose>
      <xsl:when test="@meaning"><xsl:value-of select="concat(@meaning, ' (', ., ')')"/></xsl:when>
      <xsl:when test=". = ''"><span class="muted">empty</span></xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="value-origin"/>
  </xsl:template>

  <xsl:template name="value-origin">
    <xsl:if test="@origin = 'default' or @origin = 'inherited'">
      <span class="muted"><xsl:call-template name="origin-word">
        <xsl:with-param name="origin" select="@origin"/>
        <xsl:with-param name="from" select="@from"/>
      </xsl:call-template></span>
    </xsl:if>
  </xsl:template>

  <!-- ==== what to do ==== -->
  <xsl:template name="actions">
    <xsl:choose>
      <xsl:when test="f:finding">
        <h4>What to do</h4>
        <ol class="actions">
          <xsl:apply-templates select="f:finding[@severity = 'error']" mode="action"/>
          <xsl:apply-templates select="f:finding[@severity = 'warning']" mode="action"/>
          <xsl:apply-templates select="f:finding[@severity = 'non-default']" mode="action"/>
          <xsl:apply-templates select="f:finding[@severity = 'best-practice']" mode="action"/>
          <xsl:apply-templates select="f:finding[@severity = 'information']" mode="action"/>
        </ol>
      </xsl:when>
      <xsl:when test="@completeness = 'none'">
        <div class="notice none"><p>Nothing of this server could be read, so nothing can be said about it.</p></div>
      </xsl:when>
      <xsl:when test="@pass = 0">
        <div class="notice none"><p>No rule could be judged here; that nothing was found says nothing about
        this server.</p></div>
      </xsl:when>
      <xsl:when test="@not-evaluated > 0 or @completeness != 'full'">
        <p>No findings among what could be judged here.</p>
      </xsl:when>
      <xsl:otherwise><p>No findings.</p></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="f:finding" mode="action">
    <li data-severity="{@severity}">
      <xsl:call-template name="badge"><xsl:with-param name="severity" select="@severity"/></xsl:call-template>
      <div>
        <p><xsl:value-of select="f:remedy"/></p>
        <p class="muted">
          <a href="{@rule-href}#rule-{@rule}"><xsl:value-of select="@title"/></a>
          <xsl:text> </xsl:text>
          <code class="path"><xsl:value-of select="@path"/></code>
        </p>
      </div>
    </li>
  </xsl:template>

  <!-- ==== what was not evaluated ==== -->
  <xsl:template name="not-evaluated">
    <details>
      <!-- A few are shown at once, with their hints; a long list would bury what follows. -->
      <xsl:if test="count(f:not-evaluated) &lt;= 5"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><h4><xsl:call-template name="count">
        <xsl:with-param name="n" select="sum(f:not-evaluated/@objects)"/><xsl:with-param name="one" select="'check'"/>
      </xsl:call-template> not evaluated</h4></summary>
      <ul class="unjudged"><xsl:apply-templates select="f:not-evaluated"/></ul>
    </details>
  </xsl:template>

  <xsl:template match="f:not-evaluated">
    <li>
      <p>
        <strong><xsl:value-of select="@title"/></strong>
        <xsl:if test="@path">
          <xsl:text> </xsl:text>
          <code class="path"><xsl:value-of select="@path"/></code>
          <xsl:for-each select="f:path">, <code class="path"><xsl:value-of select="."/></code></xsl:for-each>
          <xsl:if test="@objects > 1 + count(f:path)">
            <xsl:text> and </xsl:text>
            <xsl:call-template name="number">
              <xsl:with-param name="n" select="@objects - 1 - count(f:path)"/>
            </xsl:call-template>
            <xsl:text> more</xsl:text>
          </xsl:if>
        </xsl:if>
      </p>
      <p><xsl:value-of select="f:reason"/></p>
      <xsl:if test="f:hint"><p class="note"><xsl:value-of select="f:hint"/></p></xsl:if>
    </li>
  </xsl:template>

  <!-- ==== exports ==== -->
  <xsl:template name="exports">
    <details>
      <summary><h4>Read from <xsl:call-template name="count">
        <xsl:with-param name="n" select="count(f:export | f:failed-export)"/>
        <xsl:with-param name="one" select="'export'"/>
      </xsl:call-template></h4></summary>
      <table class="stack">
        <caption>Exports of this server</caption>
        <thead>
          <tr>
            <th scope="col">Member</th>
            <th scope="col">Archive</th>
            <th scope="col">Format</th>
            <th scope="col" class="n">Keys</th>
            <th scope="col">Remarks</th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="f:export | f:failed-export"/></tbody>
      </table>
      <xsl:if test="@server-from or @captured-from">
        <p class="muted">
          <xsl:if test="@server-from">Server name from: <xsl:value-of select="@server-from"/>. </xsl:if>
          <xsl:if test="@captured-from">Time from: <xsl:value-of select="@captured-from"/>.</xsl:if>
        </p>
      </xsl:if>
    </details>
  </xsl:template>

  <xsl:template match="f:export | f:failed-export">
    <tr>
      <th scope="row" data-label="Member" class="long"><xsl:value-of select="@member"/></th>
      <td data-label="Archive" class="long"><xsl:value-of select="@input"/></td>
      <td data-label="Format"><xsl:value-of select="@format"/></td>
      <td data-label="Keys" class="n"><xsl:call-template name="number">
        <xsl:with-param name="n" select="@keys"/></xsl:call-template></td>
      <td data-label="Remarks">
        <xsl:choose>
          <xsl:when test="self::f:failed-export"><span class="state none">could not be read</span></xsl:when>
          <xsl:when test="@partial = 'yes'"><span class="state partly">read in part</span></xsl:when>
          <xsl:otherwise><span class="state full">read fully</span></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="@runtime = 'yes'"><span class="muted">from the running service</span></xsl:if>
        <xsl:if test="@place"><span class="muted">place of its keys: <xsl:value-of select="@place"/></span></xsl:if>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
