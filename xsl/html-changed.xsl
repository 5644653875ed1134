<?xml version="1.0" encoding="UTF-8"?>
<!-- What changed since the baseline; only when the document has one. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <xsl:template name="changes">
    <xsl:if test="f:baseline">
      <section id="changes" aria-labelledby="changes-title">
        <h2 id="changes-title"><xsl:value-of select="mb:text('changes.title')"/></h2>
        <xsl:apply-templates select="f:baseline"/>
        <xsl:apply-templates select="f:totals/f:comparison"/>
        <xsl:processing-instruction name="mbaudit">changed</xsl:processing-instruction>
        <xsl:if test="f:totals/f:comparison/@resolved + f:totals/f:comparison/@not-comparable > 0">
          <p class="intro"><xsl:value-of select="mb:text('gone.by-rule')"/></p>
          <xsl:processing-instruction name="mbaudit">gone</xsl:processing-instruction>
        </xsl:if>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="f:baseline">
    <p class="intro">
      <xsl:value-of select="mb:text('changes.against')"/>
      <xsl:text> </xsl:text>
      <strong><xsl:value-of select="@name"/></strong>
      <xsl:text>, </xsl:text>
      <xsl:call-template name="time"><xsl:with-param name="iso" select="@created"/></xsl:call-template>
      <xsl:value-of select="concat(': ', mb:count('n-findings', @findings), ' ', mb:count('on-servers', @servers))"/>
    </p>
    <xsl:if test="f:difference">
      <div class="notice partly">
        <p><strong><xsl:value-of select="mb:text('changes.limits')"/></strong></p>
        <ul>
          <xsl:for-each select="f:difference">
            <li><xsl:call-template name="english"/><xsl:value-of select="."/></li>
          </xsl:for-each>
        </ul>
      </div>
    </xsl:if>
  </xsl:template>

  <!-- Figures that are links show the findings they count; without script they lead to all findings. -->
  <xsl:template match="f:comparison">
    <ul class="figures">
      <xsl:call-template name="change-figure">
        <xsl:with-param name="n" select="@new"/><xsl:with-param name="status" select="'new'"/>
      </xsl:call-template>
      <xsl:call-template name="change-figure">
        <xsl:with-param name="n" select="@changed"/><xsl:with-param name="status" select="'changed'"/>
      </xsl:call-template>
      <xsl:call-template name="change-figure">
        <xsl:with-param name="n" select="@open"/><xsl:with-param name="status" select="'open'"/>
      </xsl:call-template>
      <xsl:call-template name="change-figure">
        <xsl:with-param name="n" select="@resolved"/><xsl:with-param name="status" select="'resolved'"/>
      </xsl:call-template>
      <xsl:call-template name="change-figure">
        <xsl:with-param name="n" select="@not-comparable"/><xsl:with-param name="status" select="'not-comparable'"/>
      </xsl:call-template>
      <xsl:call-template name="change-figure">
        <xsl:with-param name="n" select="@changes"/><xsl:with-param name="status" select="'setting'"/>
      </xsl:call-template>
    </ul>
  </xsl:template>

  <xsl:template name="change-figure">
    <xsl:param name="n"/>
    <xsl:param name="status"/>
    <li>
      <xsl:if test="$n = 0"><xsl:attribute name="class">zero</xsl:attribute></xsl:if>
      <span class="figure"><xsl:value-of select="mb:number($n)"/></span>
      <xsl:choose>
        <xsl:when test="$n > 0 and ($status = 'new' or $status = 'changed' or $status = 'open')">
          <a href="#findings" data-filter="status={$status}"><xsl:value-of select="mb:text(concat('changes.', $status))"/></a>
        </xsl:when>
        <xsl:otherwise><span><xsl:value-of select="mb:text(concat('changes.', $status))"/></span></xsl:otherwise>
      </xsl:choose>
    </li>
  </xsl:template>

  <!-- ==== by rule: what the baseline had and is not here ==== -->
  <xsl:template match="f:section[@kind = 'gone']">
    <details class="gone">
      <xsl:if test="@part = 'first'">
        <xsl:attribute name="id"><xsl:value-of select="concat('gone-', f:rule/@id)"/></xsl:attribute>
      </xsl:if>
      <xsl:if test="@pages"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary>
        <h3><xsl:call-template name="english"/><xsl:value-of select="f:rule/@title"/></h3>
        <xsl:text> </xsl:text>
        <span class="muted"><xsl:value-of select="mb:count('n-findings', @rows)"/></span>
      </summary>
      <ul class="changes"><xsl:apply-templates select="f:resolved | f:not-comparable" mode="gone"/></ul>
      <xsl:call-template name="more"/>
    </details>
  </xsl:template>

  <xsl:template match="f:resolved | f:not-comparable" mode="gone">
    <li>
      <span class="status {local-name()}"><xsl:value-of select="mb:text(concat('status.', local-name()))"/></span>
      <div>
        <p><xsl:call-template name="english"/><xsl:value-of select="f:found"/></p>
        <p class="muted">
          <a href="{../@base}{@server-href}#s{@snapshot}"><xsl:value-of select="@server"/></a>
          <xsl:text> </xsl:text>
          <code class="path"><xsl:value-of select="@path"/></code>
          <xsl:if test="@why"> · <span><xsl:call-template name="english"/><xsl:value-of select="@why"/></span></xsl:if>
        </p>
      </div>
    </li>
  </xsl:template>

  <!-- ==== the lists ==== -->
  <xsl:template match="f:section[@kind = 'changed']">
    <!-- All that are resolved stand below, by rule. -->
    <xsl:apply-templates select="f:list[@count > 0 and @name != 'resolved']"/>
    <xsl:if test="not(f:list[@count > 0])"><p><xsl:value-of select="mb:text('changes.none')"/></p></xsl:if>
  </xsl:template>

  <xsl:template match="f:list">
    <details>
      <xsl:if test="@name = 'new' or @name = 'changed' or @name = 'missing'"><xsl:attribute name="open">open</xsl:attribute></xsl:if>
      <summary><h3><xsl:value-of select="mb:count(concat('list.', @name), @count)"/></h3></summary>
      <ul class="changes"><xsl:apply-templates select="*" mode="change"/></ul>
      <xsl:call-template name="and-more"><xsl:with-param name="more" select="@more"/></xsl:call-template>
    </details>
  </xsl:template>

  <xsl:template match="f:snapshot" mode="change">
    <li class="plain"><xsl:call-template name="server-link"/></li>
  </xsl:template>

  <xsl:template match="f:finding | f:resolved | f:not-comparable" mode="change">
    <li>
      <xsl:call-template name="badge"><xsl:with-param name="severity" select="@severity"/></xsl:call-template>
      <div>
        <p><xsl:call-template name="english"/><xsl:value-of select="f:found"/></p>
        <p class="muted">
          <xsl:call-template name="server-link"/>
          <xsl:text> · </xsl:text>
          <xsl:choose>
            <xsl:when test="self::f:finding">
              <a href="#rule-{@rule}"><xsl:call-template name="english"/><xsl:value-of select="@title"/></a>
            </xsl:when>
            <xsl:otherwise><span><xsl:call-template name="english"/><xsl:value-of select="@title"/></span></xsl:otherwise>
          </xsl:choose>
          <xsl:if test="@why"> · <span><xsl:call-template name="english"/><xsl:value-of select="@why"/></span></xsl:if>
        </p>
      </div>
    </li>
  </xsl:template>

  <xsl:template match="f:change" mode="change">
    <li class="plain">
      <p>
        <xsl:call-template name="server-link"/>
        <xsl:text> </xsl:text>
        <code class="path"><xsl:value-of select="@path"/></code>
        <xsl:text> </xsl:text>
        <xsl:choose>
          <xsl:when test="@property"><code><xsl:value-of select="@property"/></code></xsl:when>
          <xsl:otherwise><xsl:value-of select="mb:text('whole-object')"/></xsl:otherwise>
        </xsl:choose>
        <xsl:text> </xsl:text>
        <span class="muted"><xsl:value-of select="mb:text(concat('kind.', @kind))"/></span>
      </p>
      <xsl:if test="@property"><p><xsl:call-template name="before-after"/></p></xsl:if>
    </li>
  </xsl:template>

  <xsl:template name="before-after">
    <xsl:choose>
      <xsl:when test="@secret"><span class="muted"><xsl:value-of select="mb:text('secret')"/></span></xsl:when>
      <xsl:otherwise>
        <xsl:apply-templates select="." mode="side"><xsl:with-param name="side" select="f:before"/></xsl:apply-templates>
        <span class="arrow"> &#x2192; </span>
        <xsl:apply-templates select="." mode="side"><xsl:with-param name="side" select="f:after"/></xsl:apply-templates>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="f:change" mode="side">
    <xsl:param name="side"/>
    <xsl:choose>
      <xsl:when test="$side">
        <xsl:call-template name="brief"><xsl:with-param name="text" select="string($side)"/></xsl:call-template>
        <xsl:if test="$side/@meaning"> (<xsl:value-of select="$side/@meaning"/>)</xsl:if>
      </xsl:when>
      <xsl:otherwise><span class="muted"><xsl:value-of select="mb:text('origin.not-set')"/></span></xsl:otherwise>
    </xsl:choose>
  </xsl:template>
</xsl:stylesheet>
