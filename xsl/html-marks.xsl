<?xml version="1.0" encoding="UTF-8"?>
<!-- Drawings: the mark of a severity, the logo, the bars. What they show always stands beside them in words. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <!-- A severity is a word, a shape and a colour: the shapes, once for the page. -->
  <xsl:template name="sprite">
    <svg class="sprite" width="0" height="0" aria-hidden="true" focusable="false">
      <defs>
        <symbol id="m-error" viewBox="0 0 12 12"><path d="M3.6 0h4.8L12 3.6v4.8L8.4 12H3.6L0 8.4V3.6z"/></symbol>
        <symbol id="m-warning" viewBox="0 0 12 12"><path d="M6 .6 12 11.4H0z"/></symbol>
        <symbol id="m-non-default" viewBox="0 0 12 12"><path d="m6 0 6 6-6 6-6-6z"/></symbol>
        <symbol id="m-best-practice" viewBox="0 0 12 12"><circle cx="6" cy="6" r="5.4"/></symbol>
        <symbol id="m-information" viewBox="0 0 12 12"><path d="M4 0h4v12H4z"/></symbol>
        <symbol id="logo" viewBox="0 0 32 32">
          <rect class="logo-ground" width="32" height="32" rx="7"/>
          <path class="logo-lines" d="M8 9.5h9M8 16h6M8 22.5h5"/>
          <path class="logo-tick" d="m15 20.5 4.2 4.2L26 12.5"/>
        </symbol>
        <pattern id="hatch" width="2" height="2" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="hatch-ground" width="2" height="2"/>
          <rect class="hatch-line" width="1" height="2"/>
        </pattern>
      </defs>
    </svg>
  </xsl:template>

  <xsl:template name="favicon">
    <xsl:text>data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E</xsl:text>
    <xsl:text>%3Crect width='32' height='32' rx='7' fill='%2317324d'/%3E</xsl:text>
    <xsl:text>%3Cg fill='none' stroke-width='3' stroke-linecap='round' stroke-linejoin='round'%3E</xsl:text>
    <xsl:text>%3Cpath stroke='%239fb6cc' d='M8 9.5h9M8 16h6M8 22.5h5'/%3E</xsl:text>
    <xsl:text>%3Cpath stroke='%23fff' d='m15 20.5 4.2 4.2L26 12.5'/%3E%3C/g%3E%3C/svg%3E</xsl:text>
  </xsl:template>

  <xsl:template name="badge">
    <xsl:param name="severity"/>
    <span class="badge {$severity}">
      <svg viewBox="0 0 12 12" aria-hidden="true" focusable="false"><use href="#m-{$severity}"/></svg>
      <xsl:value-of select="mb:text(concat('severity.', $severity))"/>
    </span>
  </xsl:template>

  <!-- A share of a whole, in per cent. -->
  <xsl:template name="share-bar">
    <xsl:param name="share"/>
    <xsl:param name="class"/>
    <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="{$class}" width="{format-number($share, '0.##')}" height="6"/>
    </svg>
  </xsl:template>

  <!-- Three parts of a whole. -->
  <xsl:template name="bar">
    <xsl:param name="first"/>
    <xsl:param name="second"/>
    <xsl:param name="third"/>
    <xsl:param name="classes"/>
    <xsl:variable name="all" select="$first + $second + $third"/>
    <xsl:variable name="a" select="format-number(100 * $first div ($all + ($all = 0)), '0.##')"/>
    <xsl:variable name="b" select="format-number(100 * $second div ($all + ($all = 0)), '0.##')"/>
    <xsl:variable name="c" select="format-number(100 * $third div ($all + ($all = 0)), '0.##')"/>
    <svg class="bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="{substring-before($classes, ' ')}" width="{$a}" height="6"/>
      <rect class="{substring-before(substring-after($classes, ' '), ' ')}" x="{$a}" width="{$b}" height="6"/>
      <rect class="{substring-after(substring-after($classes, ' '), ' ')}" x="{$a + $b}" width="{$c}" height="6"/>
    </svg>
  </xsl:template>
</xsl:stylesheet>
