<?xml version="1.0" encoding="UTF-8"?>
<!-- One rule: its article and the objects on which it failed. A rule with many objects comes in parts, of
     which only the first carries the article. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1">

  <xsl:template match="f:section[@kind = 'rule']">
    <article class="rule {f:rule/@severity}">
      <xsl:if test="@part = 'first'">
        <xsl:attribute name="id"><xsl:value-of select="concat('rule-', f:rule/@id)"/></xsl:attribute>
        <xsl:apply-templates select="f:rule" mode="heading"/>
        <xsl:apply-templates select="kb:article"/>
      </xsl:if>
      <xsl:call-template name="objects"/>
    </article>
  </xsl:template>

  <xsl:template match="f:rule" mode="heading">
    <h3><xsl:value-of select="@title"/></h3>
    <p class="facts">
      <xsl:call-template name="badge"><xsl:with-param name="severity" select="@severity"/></xsl:call-template>
      <span>
        <xsl:call-template name="count">
          <xsl:with-param name="n" select="../@rows"/><xsl:with-param name="one" select="'object'"/>
        </xsl:call-template>
        <xsl:text> on </xsl:text>
        <xsl:call-template name="count">
          <xsl:with-param name="n" select="@servers"/><xsl:with-param name="one" select="'server'"/>
        </xsl:call-template>
      </span>
      <span><xsl:value-of select="@service"/></span>
      <xsl:choose>
        <xsl:when test="../kb:article/kb:rule/@confidence = 'B'"><span>rests on one source</span></xsl:when>
        <xsl:when test="../kb:article/kb:rule/@confidence = 'C'"><span>the test is reasoned, not documented</span></xsl:when>
      </xsl:choose>
      <code><xsl:value-of select="@id"/></code>
    </p>
  </xsl:template>

  <xsl:template name="objects">
    <table class="stack objects">
      <caption>
        <xsl:text>Affected objects</xsl:text>
        <xsl:if test="@part = 'more'"> of <xsl:value-of select="f:rule/@title"/>, continued</xsl:if>
      </caption>
      <thead>
        <tr>
          <th scope="col">Server</th>
          <th scope="col">Object</th>
          <th scope="col">What was found</th>
          <th scope="col">What to do</th>
        </tr>
      </thead>
      <tbody><xsl:apply-templates select="f:finding" mode="row"/></tbody>
    </table>
    <xsl:call-template name="more"/>
  </xsl:template>

  <xsl:template match="f:finding" mode="row">
    <tr data-severity="{@severity}">
      <th scope="row" data-label="Server">
        <a href="{../@base}{@server-href}#s{@snapshot}"><xsl:value-of select="@server"/></a>
        <span class="muted"><xsl:call-template name="time">
          <xsl:with-param name="iso" select="@captured"/>
        </xsl:call-template></span>
      </th>
      <td data-label="Object">
        <code class="path"><xsl:value-of select="@path"/></code>
        <xsl:if test="@class"><span class="muted"><xsl:value-of select="@class"/></span></xsl:if>
        <xsl:if test="@severity != ../f:rule/@severity">
          <xsl:call-template name="badge"><xsl:with-param name="severity" select="@severity"/></xsl:call-template>
        </xsl:if>
      </td>
      <td data-label="Found">
        <p><xsl:value-of select="f:found"/></p>
        <xsl:if test="f:evidence">
          <ul class="evidence"><xsl:apply-templates select="f:evidence"/></ul>
        </xsl:if>
        <xsl:if test="@member">
          <p class="source"><xsl:value-of select="@input"/><xsl:text> &#x203A; </xsl:text><xsl:value-of select="@member"/>
          <xsl:if test="f:evidence/@line">, line <xsl:value-of select="f:evidence/@line"/></xsl:if></p>
        </xsl:if>
      </td>
      <td data-label="To do">
        <p><xsl:value-of select="f:remedy"/></p>
        <xsl:apply-templates select="f:command"/>
      </td>
    </tr>
  </xsl:template>

  <xsl:template match="f:evidence">
    <li>
      <code><xsl:value-of select="@property"/></code>
      <xsl:text> </xsl:text>
      <xsl:choose>
        <xsl:when test="@secret">is set; its value is a secret and was not kept</xsl:when>
        <xsl:when test="@value">
          <xsl:text>= </xsl:text>
          <code class="value"><xsl:value-of select="@value"/></code>
          <xsl:if test="@value = ''">(empty)</xsl:if>
          <!-- A meaning explains a number; flags that stand there as words need none. -->
          <xsl:if test="@meaning and number(@value) = number(@value)"> (<xsl:value-of select="@meaning"/>)</xsl:if>
        </xsl:when>
        <xsl:otherwise>is not set</xsl:otherwise>
      </xsl:choose>
      <xsl:if test="@expected">
        <span class="expected">expected <xsl:value-of select="@expected"/></span>
      </xsl:if>
      <xsl:if test="@origin != 'not-set' and not(@secret)">
        <span class="muted"><xsl:call-template name="origin-word">
          <xsl:with-param name="origin" select="@origin"/>
          <xsl:with-param name="from" select="@from"/>
        </xsl:call-template></span>
      </xsl:if>
      <xsl:if test="@path"><span class="muted">at <code><xsl:value-of select="@path"/></code></span></xsl:if>
    </li>
  </xsl:template>

  <xsl:template match="f:command">
    <pre><code><xsl:value-of select="."/></code></pre>
    <xsl:if test="@platform != 'any' and not(following-sibling::f:command[1]/@platform = @platform)">
      <p class="muted">for<xsl:call-template name="platforms">
        <xsl:with-param name="words" select="@platform"/>
      </xsl:call-template></p>
    </xsl:if>
  </xsl:template>
</xsl:stylesheet>
