<?xml version="1.0" encoding="UTF-8"?>
<!-- One rule: its article and the objects on which it failed. A rule with many objects comes in parts, of
     which only the first carries the article. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <!-- Looked up once for a section, not once for each row. -->
  <xsl:variable name="w-server" select="mb:text('col.server')"/>
  <xsl:variable name="w-object" select="mb:text('col.object')"/>
  <xsl:variable name="w-value" select="mb:text('col.value')"/>
  <xsl:variable name="w-expected" select="mb:text('col.expected')"/>
  <xsl:variable name="w-origin" select="mb:text('col.origin')"/>
  <xsl:variable name="w-source" select="mb:text('col.source')"/>

  <xsl:template match="f:section[@kind = 'rule']">
    <details class="rule {f:rule/@severity}" open="open" data-rule="{f:rule/@id}">
      <xsl:choose>
        <xsl:when test="@part = 'first'">
          <xsl:attribute name="id"><xsl:value-of select="concat('rule-', f:rule/@id)"/></xsl:attribute>
          <xsl:apply-templates select="f:rule" mode="heading"/>
          <xsl:apply-templates select="kb:article"/>
        </xsl:when>
        <xsl:otherwise>
          <summary><span><xsl:value-of select="mb:text('rule.continued')"/><xsl:text> </xsl:text>
            <span><xsl:call-template name="english"/><xsl:value-of select="f:rule/@title"/></span></span></summary>
        </xsl:otherwise>
      </xsl:choose>
      <xsl:if test="f:finding"><xsl:call-template name="objects"/></xsl:if>
      <xsl:call-template name="more"/>
    </details>
  </xsl:template>

  <xsl:template match="f:rule" mode="heading">
    <summary>
      <h3><xsl:call-template name="english"/><xsl:value-of select="@title"/></h3>
      <span class="facts">
        <xsl:call-template name="badge"><xsl:with-param name="severity" select="@severity"/></xsl:call-template>
        <span><xsl:value-of select="concat(mb:count('n-objects', ../@rows), ' ', mb:count('on-servers', @servers))"/></span>
        <span><xsl:value-of select="@service"/></span>
        <xsl:choose>
          <xsl:when test="../kb:article/kb:rule/@confidence = 'B'"><span><xsl:value-of select="mb:text('confidence.b')"/></span></xsl:when>
          <xsl:when test="../kb:article/kb:rule/@confidence = 'C'"><span><xsl:value-of select="mb:text('confidence.c')"/></span></xsl:when>
        </xsl:choose>
        <code><xsl:value-of select="@id"/></code>
      </span>
    </summary>
  </xsl:template>

  <xsl:template name="objects">
    <table class="stack objects sortable">
      <caption>
        <xsl:value-of select="mb:text('objects.caption')"/>
        <span class="away"><xsl:text>: </xsl:text><xsl:value-of select="f:rule/@title"/></span>
      </caption>
      <thead>
        <tr>
          <th scope="col"><xsl:value-of select="$w-server"/></th>
          <th scope="col"><xsl:value-of select="$w-object"/></th>
          <th scope="col"><xsl:value-of select="$w-value"/></th>
          <th scope="col"><xsl:value-of select="$w-expected"/></th>
          <th scope="col"><xsl:value-of select="$w-origin"/></th>
          <th scope="col"><xsl:value-of select="$w-source"/></th>
        </tr>
      </thead>
      <xsl:apply-templates select="f:finding" mode="row"/>
    </table>
  </xsl:template>

  <!-- A finding is a row group: a row for each value that was looked at, then what to do. -->
  <xsl:template match="f:finding" mode="row">
    <xsl:variable name="rows" select="count(f:evidence) + (not(f:evidence))"/>
    <tbody data-severity="{@severity}" data-server="{@server}">
      <xsl:call-template name="data-status"/>
      <tr>
        <th scope="rowgroup" rowspan="{$rows + 1}" data-label="{$w-server}">
          <a href="{../@base}{@server-href}#s{@snapshot}"><xsl:value-of select="@server"/></a>
          <span class="muted"><xsl:call-template name="time"><xsl:with-param name="iso" select="@captured"/></xsl:call-template></span>
          <xsl:if test="@severity != ../f:rule/@severity">
            <xsl:call-template name="badge"><xsl:with-param name="severity" select="@severity"/></xsl:call-template>
          </xsl:if>
          <xsl:call-template name="status-badge"/>
        </th>
        <td data-label="{$w-object}">
          <xsl:if test="$rows > 1"><xsl:attribute name="rowspan"><xsl:value-of select="$rows"/></xsl:attribute></xsl:if>
          <code class="path"><xsl:value-of select="@path"/></code>
          <xsl:if test="@class"><span class="muted"><xsl:value-of select="@class"/></span></xsl:if>
        </td>
        <xsl:choose>
          <xsl:when test="f:evidence"><xsl:apply-templates select="f:evidence[1]"/></xsl:when>
          <xsl:otherwise>
            <td colspan="3" class="muted" data-label="{$w-value}"><xsl:value-of select="mb:text('no-evidence')"/></td>
          </xsl:otherwise>
        </xsl:choose>
        <td class="source" data-label="{$w-source}">
          <xsl:if test="$rows > 1"><xsl:attribute name="rowspan"><xsl:value-of select="$rows"/></xsl:attribute></xsl:if>
          <xsl:call-template name="source"/>
        </td>
      </tr>
      <xsl:for-each select="f:evidence[position() > 1]"><tr><xsl:apply-templates select="."/></tr></xsl:for-each>
      <tr class="todo">
        <td colspan="5">
          <xsl:call-template name="english"/>
          <div>
            <p><xsl:value-of select="f:found"/></p>
            <xsl:if test="f:before/f:evidence"><xsl:call-template name="before"/></xsl:if>
          </div>
          <div>
            <p><strong><xsl:value-of select="f:remedy"/></strong></p>
            <xsl:apply-templates select="f:command"/>
          </div>
        </td>
      </tr>
    </tbody>
  </xsl:template>

  <xsl:template match="f:evidence">
    <td data-label="{$w-value}">
      <code><xsl:value-of select="@property"/></code>
      <xsl:text> </xsl:text>
      <xsl:call-template name="evidence-value"/>
      <xsl:if test="@path"><span class="muted"><xsl:value-of select="mb:text('at')"/><xsl:text> </xsl:text><code><xsl:value-of select="@path"/></code></span></xsl:if>
    </td>
    <td data-label="{$w-expected}"><xsl:value-of select="@expected"/></td>
    <td data-label="{$w-origin}">
      <xsl:call-template name="origin-word">
        <xsl:with-param name="origin" select="@origin"/>
        <xsl:with-param name="from" select="@from"/>
      </xsl:call-template>
      <xsl:if test="@kind"><span class="muted"><xsl:value-of select="@kind"/></span></xsl:if>
    </td>
  </xsl:template>

  <xsl:template name="evidence-value">
    <xsl:choose>
      <xsl:when test="@secret"><span class="muted"><xsl:value-of select="mb:text('secret')"/></span></xsl:when>
      <xsl:when test="@value = ''"><span class="muted"><xsl:value-of select="mb:text('empty')"/></span></xsl:when>
      <xsl:when test="@value">
        <code class="value"><xsl:value-of select="@value"/></code>
        <!-- A meaning explains a number; flags that stand there as words need none. -->
        <xsl:if test="@meaning and number(@value) = number(@value)"> (<xsl:value-of select="@meaning"/>)</xsl:if>
      </xsl:when>
      <xsl:otherwise><span class="muted"><xsl:value-of select="mb:text('origin.not-set')"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The export that is named is that of the first evidence that has one, so only its lines are. -->
  <xsl:template name="source">
    <xsl:if test="@member">
      <xsl:variable name="export" select="f:evidence[@export][1]/@export"/>
      <xsl:value-of select="concat(@input, ' &#x203A; ', @member)"/>
      <xsl:for-each select="f:evidence[@line and @export = $export]">
        <xsl:text>, </xsl:text>
        <xsl:value-of select="mb:text('line', @line)"/>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <!-- The evidence that the baseline has. -->
  <xsl:template name="before">
    <p class="muted">
      <xsl:call-template name="own-words"/>
      <xsl:value-of select="mb:text('before')"/>
      <xsl:for-each select="f:before/f:evidence">
        <xsl:text> </xsl:text>
        <code><xsl:value-of select="@property"/></code>
        <xsl:text> </xsl:text>
        <xsl:call-template name="evidence-value"/>
      </xsl:for-each>
    </p>
  </xsl:template>

  <xsl:template match="f:command">
    <pre><code><xsl:value-of select="."/></code></pre>
    <xsl:if test="@platform != 'any' and not(following-sibling::f:command[1]/@platform = @platform)">
      <p class="muted">
        <xsl:call-template name="own-words"/>
        <xsl:value-of select="mb:text('for')"/>
        <xsl:call-template name="platforms"><xsl:with-param name="words" select="@platform"/></xsl:call-template>
      </p>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
