<?xml version="1.0" encoding="UTF-8"?>
<!-- Settings of a server: its virtual servers, what changed since the baseline, what differs from the reference. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <!-- ==== virtual servers ==== -->
  <xsl:template name="instances">
    <details open="open">
      <summary><h4><xsl:value-of select="mb:count('instances.title', count(f:instance))"/></h4></summary>
      <table class="stack instances">
        <caption><xsl:value-of select="mb:text('instances.caption')"/></caption>
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="mb:text('col.path')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.name')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.state')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.autostart')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.bindings')"/></th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="f:instance"/></tbody>
      </table>
    </details>
  </xsl:template>

  <xsl:template match="f:instance">
    <tr>
      <th scope="row" data-label="{mb:text('col.path')}">
        <code class="path"><xsl:value-of select="@path"/></code>
        <span class="muted"><xsl:value-of select="@class"/></span>
      </th>
      <td data-label="{mb:text('col.name')}"><xsl:apply-templates select="f:value[@property = 'ServerComment']"/></td>
      <td data-label="{mb:text('col.state')}"><xsl:apply-templates select="f:value[@property = 'ServerState']"/></td>
      <td data-label="{mb:text('col.autostart')}"><xsl:apply-templates select="f:value[@property = 'ServerAutoStart']"/></td>
      <td data-label="{mb:text('col.bindings')}"><xsl:apply-templates select="f:value[@property = 'ServerBindings']"/></td>
    </tr>
  </xsl:template>

  <xsl:template match="f:value[@origin = 'none' or @origin = 'not-set']">
    <span class="muted"><xsl:value-of select="mb:text(concat('origin.', @origin))"/></span>
  </xsl:template>
  <xsl:template match="f:value[f:item]">
    <xsl:for-each select="f:item">
      <xsl:if test="position() > 1"><br/></xsl:if>
      <code><xsl:value-of select="."/></code>
    </xsl:for-each>
    <xsl:call-template name="value-origin"/>
  </xsl:template>
  <xsl:template match="f:value">
    <xsl:choose>
      <xsl:when test="@meaning"><xsl:value-of select="concat(@meaning, ' (', ., ')')"/></xsl:when>
      <xsl:when test=". = ''"><span class="muted"><xsl:value-of select="mb:text('empty')"/></span></xsl:when>
      <xsl:otherwise><xsl:value-of select="."/></xsl:otherwise>
    </xsl:choose>
    <xsl:call-template name="value-origin"/>
  </xsl:template>

  <xsl:template name="value-origin">
    <xsl:if test="@origin = 'default' or @origin = 'inherited'">
      <span class="muted"><xsl:call-template name="origin-word">
        <xsl:with-param name="origin" select="@origin"/>
        <xsl:with-param name="from" select="@from"/>
      </xsl:call-template></span>
    </xsl:if>
  </xsl:template>

  <!-- ==== what changed ==== -->
  <xsl:template name="setting-changes">
    <details>
      <summary><h4><xsl:value-of select="mb:count('list.setting', count(f:change))"/></h4></summary>
      <table class="stack">
        <caption><xsl:value-of select="mb:text('setting-changes.caption')"/></caption>
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="mb:text('col.path')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.setting')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.before')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.after')"/></th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="f:change"/></tbody>
      </table>
    </details>
  </xsl:template>

  <xsl:template match="f:change">
    <tr>
      <th scope="row" data-label="{mb:text('col.path')}">
        <code class="path"><xsl:value-of select="@path"/></code>
        <xsl:if test="@class"><span class="muted"><xsl:value-of select="@class"/></span></xsl:if>
      </th>
      <td data-label="{mb:text('col.setting')}">
        <xsl:choose>
          <xsl:when test="@property"><code><xsl:value-of select="@property"/></code></xsl:when>
          <xsl:otherwise><xsl:value-of select="mb:text('whole-object')"/></xsl:otherwise>
        </xsl:choose>
        <span class="muted"><xsl:value-of select="mb:text(concat('kind.', @kind))"/></span>
      </td>
      <td data-label="{mb:text('col.before')}"><xsl:call-template name="setting-value">
        <xsl:with-param name="value" select="f:before"/></xsl:call-template></td>
      <td data-label="{mb:text('col.after')}"><xsl:call-template name="setting-value">
        <xsl:with-param name="value" select="f:after"/></xsl:call-template></td>
    </tr>
  </xsl:template>

  <!-- Of a setting that has a name: its value, or that it is not set. Of a secret only that it is set. -->
  <xsl:template name="setting-value">
    <xsl:param name="value"/>
    <xsl:choose>
      <xsl:when test="not(@property)"/>
      <xsl:when test="not($value)"><span class="muted"><xsl:value-of select="mb:text('origin.not-set')"/></span></xsl:when>
      <xsl:when test="@secret"><span class="muted"><xsl:value-of select="mb:text('secret')"/></span></xsl:when>
      <xsl:when test="string($value) = ''"><span class="muted"><xsl:value-of select="mb:text('empty')"/></span></xsl:when>
      <xsl:otherwise>
        <code class="value"><xsl:value-of select="$value"/></code>
        <xsl:if test="$value/@meaning"> (<xsl:value-of select="$value/@meaning"/>)</xsl:if>
      </xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <!-- ==== what differs from the reference server ==== -->
  <xsl:template match="f:reference">
    <p class="intro">
      <xsl:value-of select="mb:text('reference.against')"/>
      <xsl:text> </xsl:text>
      <strong><xsl:value-of select="@server"/></strong>
      <xsl:text>, </xsl:text>
      <xsl:call-template name="time"><xsl:with-param name="iso" select="@captured"/></xsl:call-template>
      <xsl:value-of select="concat(': ', mb:count('reference.mismatches', @mismatches), ' ', mb:count('on-servers', @servers))"/>
    </p>
  </xsl:template>

  <xsl:template name="mismatches">
    <details>
      <summary><h4><xsl:value-of select="mb:count('mismatches.title', count(f:mismatch))"/></h4></summary>
      <table class="stack">
        <caption><xsl:value-of select="mb:text('mismatches.caption')"/></caption>
        <thead>
          <tr>
            <th scope="col"><xsl:value-of select="mb:text('col.path')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.setting')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.here')"/></th>
            <th scope="col"><xsl:value-of select="mb:text('col.reference')"/></th>
          </tr>
        </thead>
        <tbody><xsl:apply-templates select="f:mismatch"/></tbody>
      </table>
    </details>
  </xsl:template>

  <xsl:template match="f:mismatch">
    <tr>
      <th scope="row" data-label="{mb:text('col.path')}"><code class="path"><xsl:value-of select="@path"/></code></th>
      <td data-label="{mb:text('col.setting')}">
        <xsl:choose>
          <xsl:when test="@property"><code><xsl:value-of select="@property"/></code></xsl:when>
          <xsl:otherwise><xsl:value-of select="mb:text(concat('mismatch.', @object))"/></xsl:otherwise>
        </xsl:choose>
      </td>
      <td data-label="{mb:text('col.here')}"><xsl:call-template name="setting-value">
        <xsl:with-param name="value" select="f:value"/></xsl:call-template></td>
      <td data-label="{mb:text('col.reference')}"><xsl:call-template name="setting-value">
        <xsl:with-param name="value" select="f:reference"/></xsl:call-template></td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
