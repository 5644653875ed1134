<?xml version="1.0" encoding="UTF-8"?>
<!-- A knowledge base article: what it means at once, the rest to open. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <xsl:template match="kb:article">
    <div class="article">
      <xsl:call-template name="english"/>
      <div class="meaning"><xsl:apply-templates select="kb:meaning/*"/></div>
      <div class="more-about">
        <xsl:if test="kb:fix">
          <details>
            <summary><h4><xsl:call-template name="own-words"/><xsl:value-of select="mb:text('article.fix')"/></h4></summary>
            <xsl:apply-templates select="kb:fix"/>
          </details>
        </xsl:if>
        <xsl:apply-templates select="kb:check"/>
        <xsl:apply-templates select="kb:verify"/>
        <xsl:if test="kb:cause or kb:intended"><xsl:call-template name="causes"/></xsl:if>
        <xsl:apply-templates select="kb:references"/>
      </div>
    </div>
  </xsl:template>

  <!-- Our own words in the middle of English ones. -->
  <xsl:template name="own-words">
    <xsl:if test="$lang != 'en'"><xsl:attribute name="lang"><xsl:value-of select="$lang"/></xsl:attribute></xsl:if>
  </xsl:template>

  <xsl:template name="causes">
    <details>
      <summary><h4>
        <xsl:call-template name="own-words"/>
        <xsl:choose>
          <xsl:when test="kb:cause and kb:intended"><xsl:value-of select="mb:text('article.cause-and-intended')"/></xsl:when>
          <xsl:when test="kb:cause"><xsl:value-of select="mb:text('article.cause')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="mb:text('article.intended')"/></xsl:otherwise>
        </xsl:choose>
      </h4></summary>
      <xsl:apply-templates select="kb:cause/*"/>
      <xsl:if test="kb:intended">
        <xsl:if test="kb:cause">
          <h5><xsl:call-template name="own-words"/><xsl:value-of select="mb:text('article.intended')"/></h5>
        </xsl:if>
        <xsl:apply-templates select="kb:intended/*"/>
      </xsl:if>
    </details>
  </xsl:template>

  <xsl:template match="kb:verify">
    <details>
      <summary><h4><xsl:call-template name="own-words"/><xsl:value-of select="mb:text('article.verify')"/></h4></summary>
      <ol class="steps"><xsl:apply-templates select="*" mode="step"/></ol>
    </details>
  </xsl:template>

  <xsl:template match="kb:check">
    <details>
      <summary><h4><xsl:call-template name="own-words"/><xsl:value-of select="mb:text('article.check')"/></h4></summary>
      <ol class="steps"><xsl:apply-templates select="*" mode="step"/></ol>
    </details>
  </xsl:template>

  <xsl:template match="kb:fix">
    <div class="fix">
      <h5>
        <xsl:call-template name="own-words"/>
        <xsl:choose>
          <xsl:when test="@way = 'command'"><xsl:value-of select="mb:text('article.by-command')"/></xsl:when>
          <xsl:otherwise><xsl:value-of select="mb:text('article.by-console')"/></xsl:otherwise>
        </xsl:choose>
        <xsl:call-template name="platforms"><xsl:with-param name="words" select="@platform"/></xsl:call-template>
      </h5>
      <ol class="steps"><xsl:apply-templates select="*" mode="step"/></ol>
    </div>
  </xsl:template>

  <xsl:template name="platforms">
    <xsl:param name="words"/>
    <xsl:variable name="all" select="concat(' ', normalize-space($words), ' ')"/>
    <xsl:if test="contains($all, ' exchange ')"><span class="platform">Exchange 2000/2003</span></xsl:if>
    <xsl:if test="contains($all, ' exchange2000 ')"><span class="platform">Exchange 2000</span></xsl:if>
    <xsl:if test="contains($all, ' exchange2003 ')"><span class="platform">Exchange 2003</span></xsl:if>
    <xsl:if test="contains($all, ' exchange2007 ')"><span class="platform">Exchange 2007</span></xsl:if>
    <xsl:if test="contains($all, ' iis5 ')"><span class="platform">IIS 5</span></xsl:if>
    <xsl:if test="contains($all, ' iis6 ')"><span class="platform">IIS 6</span></xsl:if>
    <xsl:if test="contains($all, ' windows2008 ')"><span class="platform"><xsl:value-of select="mb:text('platform.2008')"/></span></xsl:if>
    <xsl:if test="contains($all, ' any ')"><span class="platform"><xsl:value-of select="mb:text('platform.any')"/></span></xsl:if>
  </xsl:template>

  <!-- Steps are numbered; what stands between them is not. -->
  <xsl:template match="kb:step" mode="step">
    <li class="step"><xsl:apply-templates/></li>
  </xsl:template>
  <xsl:template match="kb:*" mode="step">
    <li><xsl:apply-templates select="."/></li>
  </xsl:template>

  <xsl:template match="kb:p"><p><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="kb:note"><p class="note"><xsl:apply-templates/></p></xsl:template>
  <xsl:template match="kb:list"><ul><xsl:apply-templates select="kb:item"/></ul></xsl:template>
  <xsl:template match="kb:item"><li><xsl:apply-templates/></li></xsl:template>
  <xsl:template match="kb:code"><code><xsl:apply-templates/></code></xsl:template>
  <xsl:template match="kb:command"><code class="command"><xsl:apply-templates/></code></xsl:template>
  <xsl:template match="kb:var"><var>&#x2039;<xsl:value-of select="@name"/>&#x203A;</var></xsl:template>

  <xsl:template match="kb:references">
    <details>
      <summary><h4><xsl:call-template name="own-words"/><xsl:value-of select="mb:text('article.references')"/></h4></summary>
      <ul class="references"><xsl:apply-templates select="kb:reference"/></ul>
    </details>
  </xsl:template>

  <xsl:template match="kb:reference">
    <li>
      <xsl:choose>
        <xsl:when test="starts-with(@href, 'https://')">
          <a href="{@href}" rel="noreferrer"><xsl:value-of select="normalize-space(.)"/></a>
        </xsl:when>
        <xsl:otherwise><xsl:value-of select="normalize-space(.)"/></xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@id">
        <xsl:text> </xsl:text>
        <span class="muted">
          <xsl:if test="@kind = 'kb'">KB </xsl:if>
          <xsl:value-of select="@id"/>
        </span>
      </xsl:if>
    </li>
  </xsl:template>
</xsl:stylesheet>
