<?xml version="1.0" encoding="UTF-8"?>
<!-- Big fleets: the frames of the pages by rule and by server, the list of servers, and the links between them. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <!-- ==== frames ==== -->
  <xsl:template match="f:section[@kind = 'rule-page' or @kind = 'gone-page']">
    <xsl:call-template name="page-frame">
      <xsl:with-param name="heading" select="f:rule/@title"/>
      <xsl:with-param name="mark">
        <xsl:choose>
          <xsl:when test="@kind = 'rule-page'">rules</xsl:when>
          <xsl:otherwise>gone</xsl:otherwise>
        </xsl:choose>
      </xsl:with-param>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'server-page']">
    <xsl:call-template name="page-frame">
      <xsl:with-param name="heading" select="f:server/@name"/>
      <xsl:with-param name="mark" select="'snapshots'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'servers-page']">
    <xsl:call-template name="page-frame">
      <xsl:with-param name="heading" select="'Servers'"/>
      <xsl:with-param name="mark" select="'snapshots'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:template name="page-frame">
    <xsl:param name="heading"/>
    <xsl:param name="mark"/>
    <html lang="{mb:text('lang')}">
      <head>
        <meta http-equiv="Content-Security-Policy" content="{$csp}"/>
        <meta name="referrer" content="no-referrer"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <title><xsl:value-of select="$heading"/></title>
        <style><xsl:value-of select="$css"/></style>
      </head>
      <body>
        <a class="skip" href="#main">Skip to the results</a>
        <header class="masthead">
          <p class="product"><xsl:value-of select="mb:text('product')"/></p>
          <h1><xsl:value-of select="$heading"/></h1>
          <nav aria-label="Pages">
            <ul>
              <li><a href="{@home}">The whole report</a></li>
              <xsl:if test="@kind != 'servers-page'"><li><a href="{@index}">All servers</a></li></xsl:if>
              <xsl:if test="@prev"><li><a href="{@prev}" rel="prev">Previous page</a></li></xsl:if>
              <xsl:if test="@next"><li><a href="{@next}" rel="next">Next page</a></li></xsl:if>
            </ul>
          </nav>
          <xsl:if test="@pages > 1">
            <p class="muted">
              <xsl:value-of select="concat('Page ', @page, ' of ', @pages, ': rows ')"/>
              <xsl:value-of select="concat(mb:number(@from), ' to ', mb:number(@to), ' of ', mb:number(@rows))"/>
            </p>
          </xsl:if>
        </header>
        <main id="main">
          <xsl:processing-instruction name="mbaudit"><xsl:value-of select="$mark"/></xsl:processing-instruction>
        </main>
        <script><xsl:value-of select="$js"/></script>
      </body>
    </html>
  </xsl:template>

  <!-- ==== the list of servers ==== -->
  <xsl:template match="f:section[@kind = 'servers']">
    <table class="stack">
      <caption>
        <xsl:choose>
          <xsl:when test="@more">Servers with the gravest findings</xsl:when>
          <xsl:otherwise>Servers</xsl:otherwise>
        </xsl:choose>
      </caption>
      <thead>
        <tr>
          <th scope="col">Server</th>
          <th scope="col">Read</th>
          <th scope="col" class="n">Error</th>
          <th scope="col" class="n">Warning</th>
          <th scope="col" class="n">Non-default</th>
          <th scope="col" class="n">Best practice</th>
          <th scope="col" class="n">Information</th>
          <th scope="col" class="n">Not evaluated</th>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="f:server" mode="row"/></tbody>
    </table>
    <xsl:call-template name="more"><xsl:with-param name="one" select="'server'"/></xsl:call-template>
  </xsl:template>

  <xsl:template match="f:server" mode="row">
    <tr>
      <th scope="row" data-label="Server"><a href="{../@base}{@href}"><xsl:value-of select="@name"/></a></th>
      <td data-label="Read"><xsl:call-template name="completeness-word">
        <xsl:with-param name="word" select="@completeness"/></xsl:call-template></td>
      <td data-label="Error" class="n"><xsl:value-of select="mb:number(@error)"/></td>
      <td data-label="Warning" class="n"><xsl:value-of select="mb:number(@warning)"/></td>
      <td data-label="Non-default" class="n"><xsl:value-of select="mb:number(@non-default)"/></td>
      <td data-label="Best practice" class="n"><xsl:value-of select="mb:number(@best-practice)"/></td>
      <td data-label="Information" class="n"><xsl:value-of select="mb:number(@information)"/></td>
      <td data-label="Not evaluated" class="n"><xsl:value-of select="mb:number(@not-evaluated)"/></td>
    </tr>
  </xsl:template>

  <!-- What a bounded list leaves out, and where it is. -->
  <xsl:template name="more">
    <xsl:param name="one" select="'object'"/>
    <xsl:if test="@href">
      <p class="more"><a href="{@href}">
        <xsl:choose>
          <xsl:when test="@more">and <xsl:call-template name="count">
            <xsl:with-param name="n" select="@more"/><xsl:with-param name="one" select="concat('more ', $one)"/>
          </xsl:call-template></xsl:when>
          <xsl:otherwise>on a page of its own</xsl:otherwise>
        </xsl:choose>
      </a></p>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
