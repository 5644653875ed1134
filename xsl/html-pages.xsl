<?xml version="1.0" encoding="UTF-8"?>
<!-- Big fleets: the frames of the pages by rule and by server, the list of servers, and the links between them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <xsl:param name="pages"/>
  <!-- How many inputs and problems a main page with pages has room for; the findings document has them all. -->
  <xsl:variable name="room" select="400 + 1000000000 * ($pages != 'yes')"/>

  <!-- ==== frames ==== -->
  <xsl:template match="f:section[@kind = 'rule-page']">
    <xsl:call-template name="page-frame">
      <xsl:with-param name="heading" select="f:rule/@title"/><xsl:with-param name="mark" select="'rules'"/>
      <xsl:with-param name="filter" select="true()"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'gone-page']">
    <xsl:call-template name="page-frame">
      <xsl:with-param name="heading" select="f:rule/@title"/><xsl:with-param name="mark" select="'gone'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'server-page']">
    <xsl:call-template name="page-frame">
      <xsl:with-param name="heading" select="f:server/@name"/><xsl:with-param name="mark" select="'snapshots'"/>
      <xsl:with-param name="filter" select="true()"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'servers-page']">
    <xsl:call-template name="page-frame">
      <xsl:with-param name="heading" select="mb:text('pages.servers')"/><xsl:with-param name="mark" select="'snapshots'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="page-frame">
    <xsl:param name="heading"/>
    <xsl:param name="mark"/>
    <xsl:param name="filter" select="false()"/>
    <html lang="{$lang}">
      <xsl:call-template name="html-head"><xsl:with-param name="heading" select="$heading"/></xsl:call-template>
      <body>
        <a class="skip" href="#main"><xsl:value-of select="mb:text('skip')"/></a>
        <xsl:call-template name="sprite"/>
        <header class="masthead part">
          <div class="masthead-inner">
            <xsl:call-template name="brand"/>
            <h1>
              <xsl:if test="f:rule"><xsl:call-template name="english"/></xsl:if>
              <xsl:value-of select="$heading"/>
            </h1>
            <xsl:apply-templates select="f:head" mode="made"/>
          </div>
        </header>
        <div class="layout">
          <xsl:call-template name="page-links"/>
          <main id="main" tabindex="-1">
            <div class="filtered">
              <xsl:if test="$filter"><xsl:for-each select="f:head"><xsl:call-template name="filter"/></xsl:for-each></xsl:if>
              <section id="findings" aria-label="{$heading}">
                <h2 class="away">
                  <xsl:choose>
                    <xsl:when test="$mark = 'rules'"><xsl:value-of select="mb:text('objects.caption')"/></xsl:when>
                    <xsl:when test="$mark = 'gone'"><xsl:value-of select="mb:text('gone.by-rule')"/></xsl:when>
                    <xsl:otherwise><xsl:value-of select="mb:text('servers.title')"/></xsl:otherwise>
                  </xsl:choose>
                </h2>
                <xsl:processing-instruction name="mbaudit"><xsl:value-of select="$mark"/></xsl:processing-instruction>
              </section>
            </div>
          </main>
        </div>
        <xsl:for-each select="f:head"><xsl:call-template name="colophon"/></xsl:for-each>
        <xsl:call-template name="script"/>
      </body>
    </html>
  </xsl:template>

  <xsl:template name="page-links">
    <nav class="contents" aria-label="{mb:text('pages')}">
      <ul>
        <li><a href="{@home}"><xsl:value-of select="mb:text('pages.home')"/></a></li>
        <xsl:if test="@kind != 'servers-page'"><li><a href="{@index}"><xsl:value-of select="mb:text('pages.servers')"/></a></li></xsl:if>
        <xsl:if test="@prev"><li><a href="{@prev}" rel="prev"><xsl:value-of select="mb:text('pages.prev')"/></a></li></xsl:if>
        <xsl:if test="@next"><li><a href="{@next}" rel="next"><xsl:value-of select="mb:text('pages.next')"/></a></li></xsl:if>
        <xsl:if test="@pages > 1">
          <li class="where"><xsl:value-of select="mb:text('pages.where', mb:number(@page), mb:number(@pages), mb:number(@from),
                                                  mb:number(@to), mb:number(@rows))"/></li>
        </xsl:if>
      </ul>
    </nav>
  </xsl:template>

  <!-- ==== the list of servers ==== -->
  <xsl:template match="f:section[@kind = 'servers']">
    <table class="stack sortable">
      <caption>
        <xsl:choose>
          <xsl:when test="@more"><xsl:value-of select="mb:text('pages.gravest')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="mb:text('pages.by-name')"/></xsl:otherwise>
        </xsl:choose>
      </caption>
      <thead>
        <tr>
          <th scope="col"><xsl:value-of select="mb:text('col.server')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.read')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('severity.error')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('severity.warning')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('severity.non-default')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('severity.best-practice')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('severity.information')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.judged')"/></th>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="f:server" mode="row"/></tbody>
    </table>
    <xsl:call-template name="more"><xsl:with-param name="what" select="'more-servers'"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="f:server" mode="row">
    <tr>
      <th scope="row" data-label="{mb:text('col.server')}"><a href="{../@base}{@href}"><xsl:value-of select="@name"/></a></th>
      <td data-label="{mb:text('col.read')}"><xsl:call-template name="completeness-word">
        <xsl:with-param name="word" select="@completeness"/></xsl:call-template></td>
      <td data-label="{mb:text('severity.error')}" class="n"><xsl:value-of select="mb:number(@error)"/></td>
      <td data-label="{mb:text('severity.warning')}" class="n"><xsl:value-of select="mb:number(@warning)"/></td>
      <td data-label="{mb:text('severity.non-default')}" class="n"><xsl:value-of select="mb:number(@non-default)"/></td>
      <td data-label="{mb:text('severity.best-practice')}" class="n"><xsl:value-of select="mb:number(@best-practice)"/></td>
      <td data-label="{mb:text('severity.information')}" class="n"><xsl:value-of select="mb:number(@information)"/></td>
      <td data-label="{mb:text('col.judged')}"><xsl:value-of
        select="mb:text('judged-of', mb:number(@fail + @pass), mb:number(@fail + @pass + @not-evaluated))"/></td>
    </tr>
  </xsl:template>

  <!-- What a bounded list leaves out, and where it is. -->
  <xsl:template name="more">
    <xsl:param name="what" select="'more-objects'"/>
    <xsl:if test="@href">
      <p class="more"><a href="{@href}">
        <xsl:choose>
          <xsl:when test="@more"><xsl:value-of select="mb:count($what, @more)"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="mb:text('own-page')"/></xsl:otherwise>
        </xsl:choose>
      </a></p>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
