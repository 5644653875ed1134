<?xml version="1.0" encoding="UTF-8"?>
<!-- The page: head and frame. The parts follow in files of their own. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1"
                exclude-result-prefixes="f kb mb">
  <xsl:output method="html" encoding="UTF-8" indent="no" doctype-system="about:legacy-compat"/>
  <xsl:include href="html-words.xsl"/>
  <xsl:include href="html-marks.xsl"/>
  <xsl:include href="html-summary.xsl"/>
  <xsl:include href="html-changed.xsl"/>
  <xsl:include href="html-totals.xsl"/>
  <xsl:include href="html-matrix.xsl"/>
  <xsl:include href="html-filter.xsl"/>
  <xsl:include href="html-article.xsl"/>
  <xsl:include href="html-rule.xsl"/>
  <xsl:include href="html-snapshot.xsl"/>
  <xsl:include href="html-settings.xsl"/>
  <xsl:include href="html-history.xsl"/>
  <xsl:include href="html-waivers.xsl"/>
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
    <html lang="{$lang}">
      <xsl:call-template name="html-head"/>
      <body>
        <a class="skip" href="#main"><xsl:value-of select="mb:text('skip')"/></a>
        <xsl:call-template name="sprite"/>
        <xsl:call-template name="masthead"/>
        <div class="layout">
          <xsl:call-template name="contents"/>
          <main id="main" tabindex="-1">
            <xsl:call-template name="summary"/>
            <xsl:call-template name="changes"/>
            <xsl:call-template name="totals"/>
            <xsl:call-template name="history"/>
            <!-- One filter for both. -->
            <div class="filtered">
              <xsl:if test="f:totals/@findings > 0"><xsl:call-template name="filter"/></xsl:if>
              <xsl:call-template name="finding-sections"/>
              <xsl:call-template name="snapshot-sections"/>
            </div>
            <xsl:call-template name="waivers"/>
            <xsl:call-template name="sources"/>
          </main>
        </div>
        <xsl:call-template name="colophon"/>
        <xsl:call-template name="script"/>
      </body>
    </html>
  </xsl:template>

  <!-- ==== what every page has ==== -->
  <xsl:template name="html-head">
    <xsl:param name="heading"/>
    <head>
      <meta http-equiv="Content-Security-Policy" content="{$csp}"/>
      <meta name="referrer" content="no-referrer"/>
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      <title>
        <xsl:call-template name="product"/>
        <xsl:text>: </xsl:text>
        <xsl:value-of select="$heading"/>
        <xsl:apply-templates select="f:totals" mode="headline"/>
      </title>
      <link rel="icon" type="image/svg+xml">
        <xsl:attribute name="href"><xsl:call-template name="favicon"/></xsl:attribute>
      </link>
      <style><xsl:value-of select="$css"/></style>
    </head>
  </xsl:template>

  <xsl:template name="product">
    <xsl:choose>
      <xsl:when test="$title != ''"><xsl:value-of select="$title"/></xsl:when>
      <xsl:otherwise><xsl:value-of select="mb:text('product')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- The words of the script stand in the page, so that they are in the language of the page. -->
  <xsl:template name="script">
    <div id="words" hidden="hidden" data-copy="{mb:text('copy')}" data-copied="{mb:text('copied')}"
         data-select="{mb:text('copy.select')}" data-sort="{mb:text('sort')}"
         data-shown="{mb:text('filter.shown')}" data-all="{mb:text('filter.all')}"/>
    <script><xsl:value-of select="$js"/></script>
  </xsl:template>

  <xsl:template name="colophon">
    <footer class="colophon">
      <p>
        <xsl:value-of select="mb:text('made-by', concat(f:generator/@name, ' ', f:generator/@version))"/>
        <xsl:text> </xsl:text>
        <xsl:value-of select="mb:text('self-contained')"/>
      </p>
    </footer>
  </xsl:template>

  <xsl:template name="masthead">
    <header class="masthead">
      <div class="masthead-inner">
        <xsl:call-template name="brand"/>
        <h1><xsl:apply-templates select="f:totals" mode="headline"/></h1>
        <p class="lead"><xsl:apply-templates select="f:totals" mode="lead"/></p>
        <xsl:if test="$note != ''"><p class="user-note"><xsl:value-of select="$note"/></p></xsl:if>
        <xsl:apply-templates select="." mode="made"/>
      </div>
    </header>
  </xsl:template>

  <xsl:template name="brand">
    <p class="product">
      <svg class="logo" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><use href="#logo"/></svg>
      <span><xsl:call-template name="product"/></span>
      <xsl:if test="$organisation != ''"><span class="organisation"><xsl:value-of select="$organisation"/></span></xsl:if>
    </p>
  </xsl:template>

  <xsl:template match="f:head" mode="made">
    <p class="made">
      <xsl:value-of select="mb:text('audited')"/>
      <xsl:text> </xsl:text>
      <xsl:call-template name="time"><xsl:with-param name="iso" select="f:created"/></xsl:call-template>
      <xsl:text> · </xsl:text>
      <xsl:value-of select="mb:count('n-rules', f:knowledge-base/@rules)"/>
      <xsl:text> · </xsl:text>
      <xsl:value-of select="mb:text('kb-version')"/>
      <xsl:text> </xsl:text>
      <code><xsl:value-of select="f:knowledge-base/@version"/></code>
    </p>
  </xsl:template>

  <xsl:template name="contents">
    <nav class="contents" aria-label="{mb:text('contents')}">
      <ul>
        <li><a href="#summary"><xsl:value-of select="mb:text('summary.title')"/></a></li>
        <xsl:if test="f:baseline"><li><a href="#changes"><xsl:value-of select="mb:text('changes.title')"/></a></li></xsl:if>
        <xsl:if test="f:totals/@snapshots > 0">
          <li><a href="#totals"><xsl:value-of select="mb:text('totals.title')"/></a></li>
        </xsl:if>
        <xsl:if test="f:history"><li><a href="#history"><xsl:value-of select="mb:text('history.title')"/></a></li></xsl:if>
        <xsl:if test="f:totals/@findings > 0">
          <li><a href="#findings"><xsl:value-of select="mb:text('findings.title')"/></a></li>
        </xsl:if>
        <xsl:if test="f:totals/@snapshots > 0">
          <li><a href="#servers"><xsl:value-of select="mb:text('servers.title')"/></a></li>
        </xsl:if>
        <xsl:if test="f:waivers/f:waiver">
          <li><a href="#waivers"><xsl:value-of select="mb:text('waivers.title')"/></a></li>
        </xsl:if>
        <li><a href="#appendix"><xsl:value-of select="mb:text('appendix.title')"/></a></li>
      </ul>
    </nav>
  </xsl:template>

  <!-- ==== where the other sections go ==== -->
  <xsl:template name="finding-sections">
    <xsl:if test="f:totals/@findings > 0">
      <section id="findings" aria-labelledby="findings-title">
        <h2 id="findings-title"><xsl:value-of select="mb:text('findings.title')"/></h2>
        <p class="intro"><xsl:value-of select="mb:text('findings.intro')"/></p>
        <xsl:processing-instruction name="mbaudit">rules</xsl:processing-instruction>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template name="snapshot-sections">
    <xsl:if test="f:totals/@snapshots > 0">
      <section id="servers" aria-labelledby="servers-title">
        <h2 id="servers-title"><xsl:value-of select="mb:text('servers.title')"/></h2>
        <p class="intro"><xsl:value-of select="mb:text('servers.intro')"/></p>
        <xsl:apply-templates select="f:reference"/>
        <xsl:processing-instruction name="mbaudit">snapshots</xsl:processing-instruction>
      </section>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
