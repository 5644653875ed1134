<?xml version="1.0" encoding="UTF-8"?>
<!-- Over time: what was open at each moment, and from when to when each finding was there. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <!-- ==== of the fleet ==== -->
  <xsl:template name="history">
    <xsl:if test="f:history">
      <section id="history" aria-labelledby="history-title">
        <h2 id="history-title"><xsl:value-of select="mb:text('history.title')"/></h2>
        <p class="intro"><xsl:value-of select="mb:text('history.intro')"/></p>
        <xsl:apply-templates select="f:history"/>
        <xsl:processing-instruction name="mbaudit">history</xsl:processing-instruction>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- The newest 60 are drawn; the table below has them all. -->
  <xsl:template match="f:history">
    <xsl:variable name="points" select="f:point[position() > last() - 60]"/>
    <xsl:variable name="top">
      <xsl:for-each select="$points">
        <xsl:sort select="@error + @warning" data-type="number" order="descending"/>
        <xsl:if test="position() = 1"><xsl:value-of select="@error + @warning + (@error + @warning = 0)"/></xsl:if>
      </xsl:for-each>
    </xsl:variable>
    <figure class="chart">
      <svg viewBox="0 0 {12 * (count($points) + (24 - count($points)) * (count($points) &lt; 24))} 100" preserveAspectRatio="none" aria-hidden="true" focusable="false">
        <xsl:for-each select="$points">
          <xsl:variable name="e" select="100 * @error div $top"/>
          <xsl:variable name="w" select="100 * @warning div $top"/>
          <rect class="error" x="{12 * position() - 11}" width="10" y="{format-number(100 - $e, '0.##')}" height="{format-number($e, '0.##')}"/>
          <rect class="warning" x="{12 * position() - 11}" width="10" y="{format-number(100 - $e - $w, '0.##')}" height="{format-number($w, '0.##')}"/>
        </xsl:for-each>
      </svg>
      <figcaption>
        <ul class="legend">
          <li><span class="key error"/><xsl:value-of select="mb:text('severity.error')"/></li>
          <li><span class="key warning"/><xsl:value-of select="mb:text('severity.warning')"/></li>
          <li><xsl:value-of select="mb:text('history.top', mb:number($top))"/></li>
          <li><xsl:value-of select="concat(substring($points[1]/@captured, 1, 10), ' &#x2013; ', substring($points[last()]/@captured, 1, 10))"/></li>
        </ul>
      </figcaption>
    </figure>
    <details>
      <summary><h3><xsl:value-of select="mb:count('history.table', count(f:point))"/></h3></summary>
      <table class="stack sortable">
        <caption><xsl:value-of select="mb:text('history.caption')"/></caption>
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="mb:text('col.captured')"/></th>
            <th scope="col" class="n"><xsl:value-of select="mb:text('col.servers')"/></th>
            <th scope="col" class="n"><xsl:value-of select="mb:text('severity.error')"/></th>
            <th scope="col" class="n"><xsl:value-of select="mb:text('severity.warning')"/></th>
            <th scope="col" class="n"><xsl:value-of select="mb:text('history.other')"/></th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="f:point"/></tbody>
      </table>
    </details>
  </xsl:template>

  <xsl:template match="f:point">
    <tr>
      <th scope="row"><xsl:call-template name="time"><xsl:with-param name="iso" select="@captured"/></xsl:call-template></th>
      <td class="n" data-label="{mb:text('col.servers')}"><xsl:value-of select="mb:number(@servers)"/></td>
      <td class="n" data-label="{mb:text('severity.error')}"><xsl:value-of select="mb:number(@error)"/></td>
      <td class="n" data-label="{mb:text('severity.warning')}"><xsl:value-of select="mb:number(@warning)"/></td>
      <td class="n" data-label="{mb:text('history.other')}"><xsl:value-of select="mb:number(@non-default + @best-practice + @information)"/></td>
    </tr>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'history']">
    <xsl:apply-templates select="f:list[@count > 0]"/>
  </xsl:template>

  <xsl:template match="f:episode" mode="change">
    <li>
      <xsl:call-template name="badge"><xsl:with-param name="severity" select="@severity"/></xsl:call-template>
      <div>
        <p>
          <a href="#rule-{@rule}"><xsl:call-template name="english"/><xsl:value-of select="@title"/></a>
          <xsl:text> </xsl:text>
          <code class="path"><xsl:value-of select="@path"/></code>
        </p>
        <p class="muted">
          <xsl:call-template name="server-link"/>
          <xsl:text> · </xsl:text>
          <xsl:value-of select="mb:text('episode.since')"/>
          <xsl:text> </xsl:text>
          <xsl:call-template name="time"><xsl:with-param name="iso" select="@first"/></xsl:call-template>
          <xsl:text> · </xsl:text>
          <xsl:value-of select="mb:count('episode.seen', @seen)"/>
          <xsl:if test="@times > 1">, <xsl:value-of select="mb:count('episode.times', @times)"/></xsl:if>
        </p>
      </div>
    </li>
  </xsl:template>

  <!-- ==== of a server ==== -->
  <xsl:template name="episodes">
    <xsl:variable name="from">
      <xsl:for-each select="f:episode">
        <xsl:sort select="@first"/>
        <xsl:if test="position() = 1"><xsl:call-template name="day"><xsl:with-param name="iso" select="@first"/></xsl:call-template></xsl:if>
      </xsl:for-each>
    </xsl:variable>
    <xsl:variable name="to">
      <xsl:call-template name="day"><xsl:with-param name="iso" select="f:snapshot/@captured"/></xsl:call-template>
    </xsl:variable>
    <details>
      <summary><h4><xsl:value-of select="mb:count('episodes.title', count(f:episode))"/></h4></summary>
      <table class="stack episodes">
        <caption><xsl:value-of select="mb:text('episodes.caption')"/></caption>
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="mb:text('col.finding')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.from')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.until')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.timeline')"/></th>
          </tr>
        </thead>
        <tbody>
          <xsl:apply-templates select="f:episode">
            <xsl:with-param name="from" select="$from"/>
            <xsl:with-param name="span" select="$to - $from + ($to = $from)"/>
          </xsl:apply-templates>
        </tbody>
      </table>
    </details>
  </xsl:template>

  <xsl:template match="f:episode">
    <xsl:param name="from"/>
    <xsl:param name="span"/>
    <xsl:variable name="first"><xsl:call-template name="day"><xsl:with-param name="iso" select="@first"/></xsl:call-template></xsl:variable>
    <xsl:variable name="end">
      <xsl:choose>
        <xsl:when test="@state = 'open'"><xsl:value-of select="$from + $span"/></xsl:when>
        <xsl:when test="@resolved"><xsl:call-template name="day"><xsl:with-param name="iso" select="@resolved"/></xsl:call-template></xsl:when>
        <xsl:otherwise><xsl:call-template name="day"><xsl:with-param name="iso" select="@last"/></xsl:call-template></xsl:otherwise>
      </xsl:choose>
    </xsl:variable>
    <tr>
      <th scope="row" data-label="{mb:text('col.finding')}">
        <xsl:call-template name="badge"><xsl:with-param name="severity" select="@severity"/></xsl:call-template>
        <xsl:text> </xsl:text>
        <span><xsl:call-template name="english"/><xsl:value-of select="@title"/></span>
        <xsl:text> </xsl:text>
        <code class="path"><xsl:value-of select="@path"/></code>
      </th>
      <td data-label="{mb:text('col.from')}"><xsl:call-template name="time"><xsl:with-param name="iso" select="@first"/></xsl:call-template></td>
      <td data-label="{mb:text('col.until')}">
        <xsl:choose>
          <xsl:when test="@resolved">
            <xsl:call-template name="time"><xsl:with-param name="iso" select="@resolved"/></xsl:call-template>
            <span class="muted"><xsl:value-of select="mb:text('episode.resolved')"/></span>
          </xsl:when>
          <xsl:otherwise><xsl:value-of select="mb:text(concat('episode.', @state))"/></xsl:otherwise>
        </xsl:choose>
        <span class="muted"><xsl:value-of select="mb:count('episode.seen', @seen)"/><xsl:if test="@times > 1">, <xsl:value-of
          select="mb:count('episode.times', @times)"/></xsl:if></span>
      </td>
      <td data-label="{mb:text('col.timeline')}">
        <svg class="timeline" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">
          <rect class="track" y="3" width="100" height="2"/>
          <rect class="{@severity}" x="{format-number(100 * ($first - $from) div $span, '0.##')}"
                width="{format-number(100 * ($end - $first) div $span + 1, '0.##')}" height="8"/>
        </svg>
      </td>
    </tr>
  </xsl:template>

  <!-- A time in days, for drawing. -->
  <xsl:template name="day">
    <xsl:param name="iso"/>
    <xsl:variable name="m" select="substring($iso, 6, 2)"/>
    <xsl:variable name="year" select="substring($iso, 1, 4) - ($m &lt; 3)"/>
    <xsl:variable name="month" select="$m + 12 * ($m &lt; 3)"/>
    <xsl:value-of select="365 * $year + floor($year div 4) - floor($year div 100) + floor($year div 400)
                          + floor(30.6 * ($month + 1)) + substring($iso, 9, 2) + substring($iso, 12, 2) div 24"/>
  </xsl:template>
</xsl:stylesheet>
