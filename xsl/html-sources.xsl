<?xml version="1.0" encoding="UTF-8"?>
<!-- What the audit rests on: inputs with their hashes, problems, settings, limits, the knowledge base. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <xsl:template name="sources">
    <section id="appendix" aria-labelledby="appendix-title">
      <h2 id="appendix-title"><xsl:value-of select="mb:text('appendix.title')"/></h2>
      <h3><xsl:value-of select="mb:text('inputs.title')"/></h3>
      <xsl:choose>
        <xsl:when test="f:inputs/f:input"><xsl:apply-templates select="f:inputs"/></xsl:when>
        <xsl:otherwise><p><xsl:value-of select="mb:text('inputs.none')"/></p></xsl:otherwise>
      </xsl:choose>
      <h3><xsl:value-of select="mb:text('judged-by.title')"/></h3>
      <dl class="settings">
        <dt><xsl:value-of select="mb:text('kb-version')"/></dt>
        <dd><code><xsl:value-of select="f:knowledge-base/@version"/></code></dd>
        <xsl:for-each select="f:knowledge-base/f:source">
          <dt><xsl:value-of select="mb:text('rules-from')"/></dt>
          <dd>
            <xsl:value-of select="concat(@folder, ': ', mb:count('n-articles', @articles))"/>
            <xsl:if test="@overrides"><xsl:text>; </xsl:text><xsl:value-of select="mb:text('overrides')"/><xsl:text> </xsl:text><code><xsl:value-of select="@overrides"/></code></xsl:if>
          </dd>
        </xsl:for-each>
        <xsl:if test="f:reference">
          <dt><xsl:value-of select="mb:text('col.reference')"/></dt>
          <dd>
            <xsl:value-of select="f:reference/@server"/><xsl:text>, </xsl:text>
            <xsl:call-template name="time"><xsl:with-param name="iso" select="f:reference/@captured"/></xsl:call-template>
          </dd>
        </xsl:if>
        <xsl:for-each select="f:settings/f:setting[not(starts-with(@name, 'max-') or @name = 'ratio-floor')]">
          <dt><xsl:value-of select="@name"/></dt>
          <dd><xsl:value-of select="@value"/></dd>
        </xsl:for-each>
      </dl>
      <xsl:if test="f:settings/f:setting[starts-with(@name, 'max-')]"><xsl:call-template name="limits"/></xsl:if>
    </section>
  </xsl:template>

  <xsl:template name="limits">
    <h3><xsl:value-of select="mb:text('limits.title')"/></h3>
    <p class="intro"><xsl:value-of select="mb:text('limits.intro')"/></p>
    <dl class="settings">
      <xsl:for-each select="f:settings/f:setting[starts-with(@name, 'max-') or @name = 'ratio-floor']">
        <dt><code><xsl:value-of select="@name"/></code></dt>
        <dd>
          <xsl:choose>
            <xsl:when test="number(@value) = number(@value)"><xsl:value-of select="mb:number(@value)"/></xsl:when>
            <xsl:otherwise><xsl:value-of select="@value"/></xsl:otherwise>
          </xsl:choose>
        </dd>
      </xsl:for-each>
    </dl>
  </xsl:template>

  <xsl:template match="f:inputs">
    <table class="stack sortable">
      <caption><xsl:value-of select="mb:text('inputs.caption')"/></caption>
      <thead>
        <tr>
          <th scope="col"><xsl:value-of select="mb:text('col.input')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.kind')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('col.bytes')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('col.members')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('col.exports')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('col.skipped')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('col.failed-members')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.status')"/></th>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="f:input[position() &lt;= $room]"/></tbody>
    </table>
    <xsl:call-template name="in-document"><xsl:with-param name="more" select="count(f:input) - $room"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="f:input">
    <tr>
      <th scope="row" data-label="{mb:text('col.input')}" class="long">
        <xsl:value-of select="@name"/>
        <xsl:if test="@sha256"><span class="hash">SHA-256 <xsl:value-of select="@sha256"/></span></xsl:if>
      </th>
      <td data-label="{mb:text('col.kind')}"><xsl:value-of select="@kind"/></td>
      <td class="n" data-label="{mb:text('col.bytes')}"><xsl:value-of select="mb:number(@bytes)"/></td>
      <td class="n" data-label="{mb:text('col.members')}"><xsl:value-of select="mb:number(@members)"/></td>
      <td class="n" data-label="{mb:text('col.exports')}"><xsl:value-of select="mb:number(@exports)"/></td>
      <td class="n" data-label="{mb:text('col.skipped')}"><xsl:value-of select="mb:number(@skipped)"/></td>
      <td class="n" data-label="{mb:text('col.failed-members')}"><xsl:value-of select="mb:number(@failed)"/></td>
      <td data-label="{mb:text('col.status')}"><xsl:value-of select="mb:text(concat('input.', @status))"/></td>
    </tr>
  </xsl:template>

  <!-- ==== problems ==== -->
  <xsl:template match="f:problems">
    <details id="problems">
      <!-- Many would bury what was found. -->
      <xsl:if test="count(f:problem) &lt;= 5"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><h3><xsl:value-of select="mb:count('problems.title', count(f:problem))"/></h3></summary>
      <table class="stack problems">
        <caption><xsl:value-of select="mb:text('problems.caption')"/></caption>
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="mb:text('col.where')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.happened')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.reach')"/></th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="f:problem[position() &lt;= $room]"/></tbody>
      </table>
      <xsl:call-template name="in-document"><xsl:with-param name="more" select="count(f:problem) - $room"/></xsl:call-template>
    </details>
  </xsl:template>

  <xsl:template match="f:problem">
    <tr>
      <th scope="row" data-label="{mb:text('col.where')}" class="long">
        <xsl:value-of select="@input"/>
        <xsl:if test="@member"><xsl:text> &#x203A; </xsl:text><xsl:value-of select="@member"/></xsl:if>
        <xsl:if test="@line">, <xsl:value-of select="mb:text('line', @line)"/></xsl:if>
      </th>
      <td data-label="{mb:text('col.happened')}"><xsl:call-template name="english"/><xsl:value-of select="."/></td>
      <td data-label="{mb:text('col.reach')}"><xsl:value-of select="mb:text(concat('reach.', @grade))"/></td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
