<?xml version="1.0" encoding="UTF-8"?>
<!-- The page: head and frame. Rule and snapshot sections follow in files of their own. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1"
                exclude-result-prefixes="f kb mb">
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:include href="html-words.xsl"/>
  <xsl:include href="html-summary.xsl"/>
  <xsl:include href="html-article.xsl"/>
  <xsl:include href="html-rule.xsl"/>
  <xsl:include href="html-snapshot.xsl"/>
  <xsl:include href="html-sources.xsl"/>
  <xsl:include href="html-pages.xsl"/>

  <!-- xsl/report.css and xsl/report.js as they are, and the policy that allows exactly these two. -->
  <xsl:param name="css"/>
  <xsl:param name="js"/>
  <xsl:param name="csp"/>
  <!-- The user's own words, from the command line. -->
  <xsl:param name="title"/>
  <xsl:param name="organisation"/>
  <xsl:param name="note"/>

  <xsl:template match="f:section[@kind = 'page']">
    <xsl:apply-templates select="f:head"/>
  </xsl:template>

  <xsl:template match="f:head">
    <html lang="{mb:text('lang')}">
      <head>
        <meta http-equiv="Content-Security-Policy" content="{$csp}"/>
        <meta name="referrer" content="no-referrer"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title>
          <xsl:text>Metabase audit: </xsl:text>
          <xsl:apply-templates select="f:totals" mode="headline"/>
        </title>
        <style><xsl:value-of select="$css"/></style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the results</a>
        <xsl:call-template name="masthead"/>
        <main id="main">
          <xsl:call-template name="summary"/>
          <xsl:call-template name="rule-table"/>
          <xsl:call-template name="unjudged"/>
          <xsl:call-template name="finding-sections"/>
          <xsl:call-template name="snapshot-sections"/>
          <xsl:call-template name="sources"/>
        </main>
        <footer>
          <p>
            <xsl:text>Made by </xsl:text>
            <xsl:value-of select="concat(f:generator/@name, ' ', f:generator/@version)"/>
            <xsl:text>. This page is complete in itself: it loads nothing and sends nothing.</xsl:text>
          </p>
        </footer>
        <script><xsl:value-of select="$js"/></script>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="masthead">
    <header class="masthead">
      <p class="product">
        <xsl:choose>
          <xsl:when test="$title != ''"><xsl:value-of select="$title"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="mb:text('product')"/></xsl:otherwise>
        </xsl:choose>
        <xsl:if test="$organisation != ''"> · <xsl:value-of select="$organisation"/></xsl:if>
      </p>
      <h1><xsl:apply-templates select="f:totals" mode="headline"/></h1>
      <p class="muted">
        <xsl:text>Audited </xsl:text>
        <xsl:call-template name="time"><xsl:with-param name="iso" select="f:created"/></xsl:call-template>
        <xsl:text> with </xsl:text>
        <xsl:call-template name="count">
          <xsl:with-param name="n" select="f:knowledge-base/@rules"/><xsl:with-param name="one" select="'rule'"/>
        </xsl:call-template>
        <xsl:text>, knowledge base </xsl:text>
        <code><xsl:value-of select="f:knowledge-base/@version"/></code>
      </p>
      <xsl:if test="$note != ''"><p><xsl:value-of select="$note"/></p></xsl:if>
      <nav aria-label="Contents">
        <ul>
          <li><a href="#summary">What was looked at</a></li>
          <li><a href="#rules">Rules</a></li>
          <xsl:if test="f:totals/f:outcomes/@not-evaluated > 0">
            <li><a href="#unjudged">Not evaluated</a></li>
          </xsl:if>
          <xsl:if test="f:totals/@findings > 0"><li><a href="#findings">Findings by rule</a></li></xsl:if>
          <xsl:if test="f:totals/@snapshots > 0"><li><a href="#servers">By server</a></li></xsl:if>
          <li><a href="#inputs">Inputs</a></li>
        </ul>
      </nav>
    </header>
  </xsl:template>

  <xsl:template name="finding-sections">
    <xsl:if test="f:totals/@findings > 0">
      <section id="findings" aria-labelledby="findings-title">
        <h2 id="findings-title">Findings by rule</h2>
        <xsl:call-template name="filter"/>
        <xsl:processing-instruction name="mbaudit">rules</xsl:processing-instruction>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="snapshot-sections">
    <xsl:if test="f:totals/@snapshots > 0">
      <section id="servers" aria-labelledby="servers-title">
        <h2 id="servers-title">By server</h2>
        <xsl:processing-instruction name="mbaudit">snapshots</xsl:processing-instruction>
      </section>
    </xsl:if>
  </xsl:template>

  <!-- Of use only with the script, which shows it. -->
  <xsl:template name="filter">
    <form id="filter" class="filter" role="search" hidden="hidden" aria-label="Filter findings">
      <label class="filter-text">
        <span>Filter by text</span>
        <input type="search" id="filter-text" placeholder="server, path, rule, value" autocomplete="off"/>
      </label>
      <fieldset>
        <legend>Severity</legend>
        <xsl:for-each select="f:totals/f:severity[@findings > 0]">
          <label>
            <input type="checkbox" name="severity" value="{@name}" checked="checked"/>
            <xsl:call-template name="badge"><xsl:with-param name="severity" select="@name"/></xsl:call-template>
          </label>
        </xsl:for-each>
      </fieldset>
      <output id="filter-count" aria-live="polite"/>
    </form>
  </xsl:template>
</xsl:stylesheet>
