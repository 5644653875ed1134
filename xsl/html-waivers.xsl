<?xml version="1.0" encoding="UTF-8"?>
<!-- Accepted findings: by whom, why and until when; which of these no longer hold. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <xsl:template name="waivers">
    <xsl:if test="f:waivers/f:waiver">
      <section id="waivers" aria-labelledby="waivers-title">
        <h2 id="waivers-title"><xsl:value-of select="mb:text('waivers.title')"/></h2>
        <p class="intro"><xsl:value-of select="mb:text('waivers.intro')"/></p>
        <xsl:apply-templates select="f:waivers"/>
      </section>
    </xsl:if>
  </xsl:template>

  <xsl:template match="f:waivers">
    <ul class="figures">
      <xsl:call-template name="waiver-figure"><xsl:with-param name="state" select="'expired'"/></xsl:call-template>
      <xsl:call-template name="waiver-figure"><xsl:with-param name="state" select="'expiring'"/></xsl:call-template>
      <xsl:call-template name="waiver-figure"><xsl:with-param name="state" select="'active'"/></xsl:call-template>
      <xsl:call-template name="waiver-figure"><xsl:with-param name="state" select="'unused'"/></xsl:call-template>
    </ul>
    <table class="stack sortable waivers">
      <caption><xsl:value-of select="mb:text('waivers.caption')"/></caption>
      <thead>
        <tr>
          <th scope="col"><xsl:value-of select="mb:text('col.waiver')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.waived')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.reason')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.owner')"/></th>
          <th scope="col"><xsl:value-of select="mb:text('col.expires')"/></th>
          <th scope="col" class="n"><xsl:value-of select="mb:text('col.findings')"/></th>
        </tr>
      </thead>
      <tbody>
        <xsl:apply-templates select="f:waiver[@state = 'expired']"/>
        <xsl:apply-templates select="f:waiver[@state = 'expiring']"/>
        <xsl:apply-templates select="f:waiver[@state = 'active']"/>
        <xsl:apply-templates select="f:waiver[@state = 'unused']"/>
      </tbody>
    </table>
  </xsl:template>

  <xsl:template name="waiver-figure">
    <xsl:param name="state"/>
    <xsl:variable name="n" select="count(f:waiver[@state = $state])"/>
    <li>
      <xsl:if test="$n = 0"><xsl:attribute name="class">zero</xsl:attribute></xsl:if>
      <span class="figure"><xsl:value-of select="mb:number($n)"/></span>
      <span><xsl:value-of select="mb:text(concat('waiver.', $state))"/></span>
    </li>
  </xsl:template>

  <xsl:template match="f:waiver">
    <tr>
      <th scope="row" data-label="{mb:text('col.waiver')}">
        <xsl:value-of select="@id"/>
        <span class="muted"><xsl:value-of select="@file"/>, <xsl:value-of select="mb:text('line', @line)"/></span>
      </th>
      <td data-label="{mb:text('col.waived')}">
        <code><xsl:value-of select="@rule"/></code>
        <span class="muted"><xsl:value-of select="@server"/><xsl:text> </xsl:text><code class="path"><xsl:value-of select="@path"/></code></span>
        <xsl:if test="f:accepted"><span class="muted"><xsl:value-of select="mb:text('waiver.value')"/><xsl:text> </xsl:text><code class="value"><xsl:value-of select="f:accepted"/></code></span></xsl:if>
      </td>
      <td data-label="{mb:text('col.reason')}"><xsl:value-of select="f:reason"/></td>
      <td data-label="{mb:text('col.owner')}"><xsl:value-of select="@owner"/></td>
      <td data-label="{mb:text('col.expires')}">
        <time datetime="{@expires}"><xsl:value-of select="@expires"/></time>
        <span class="waiver-state {@state}"><xsl:value-of select="mb:text(concat('waiver.', @state))"/></span>
      </td>
      <td class="n" data-label="{mb:text('col.findings')}">
        <xsl:value-of select="mb:number(@findings)"/>
        <xsl:if test="@changed > 0"><span class="muted"><xsl:value-of select="mb:count('waiver.changed', @changed)"/></span></xsl:if>
      </td>
    </tr>
  </xsl:template>
</xsl:stylesheet>
