<?xml version="1.0" encoding="UTF-8"?>
<!-- junit.xml: a test suite per rule that failed, a failure per finding. What was not evaluated is skipped, never passed;
     what could not be read is an error. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1" exclude-result-prefixes="f kb mb">
  <xsl:output method="xml" encoding="UTF-8" omit-xml-declaration="yes" indent="no"/>

  <xsl:template match="f:section[@kind = 'page']">
    <xsl:apply-templates select="f:head"/>
  </xsl:template>

  <xsl:template match="f:head">
    <xsl:variable name="lost" select="f:problems/f:problem[contains(@grade, 'failed')]"/>
    <xsl:variable name="passed" select="f:rules/f:rule[@pass > 0]"/>
    <xsl:variable name="skipped" select="f:rules/f:rule[@not-evaluated > 0]"/>
    <testsuites name="{f:generator/@name}">
      <xsl:text>&#10;</xsl:text>
      <testsuite name="reading" tests="{1 + count($lost)}" failures="0" errors="{count($lost)}" skipped="0"
                 timestamp="{substring(f:created, 1, 19)}">
        <xsl:text>&#10;</xsl:text>
        <testcase name="exports that were read: {f:totals/@exports}" classname="reading"/>
        <xsl:for-each select="$lost">
          <xsl:text>&#10;</xsl:text>
          <testcase name="{@input} {@member}" classname="reading">
            <error type="{@grade}" message="{.}"/>
          </testcase>
        </xsl:for-each>
      </testsuite>
      <xsl:text>&#10;</xsl:text>
      <testsuite name="rules" tests="{count($passed) + count($skipped)}" failures="0" errors="0" skipped="{count($skipped)}"
                 timestamp="{substring(f:created, 1, 19)}">
        <xsl:for-each select="$passed">
          <xsl:text>&#10;</xsl:text>
          <testcase name="{@title} (passed: {@pass})" classname="{@service}.{@id}"/>
        </xsl:for-each>
        <xsl:for-each select="$skipped">
          <xsl:text>&#10;</xsl:text>
          <testcase name="{@title} (not evaluated: {@not-evaluated})" classname="{@service}.{@id}">
            <skipped message="not evaluated for want of evidence: {@not-evaluated}"/>
          </testcase>
        </xsl:for-each>
      </testsuite>
      <xsl:text>&#10;</xsl:text>
      <xsl:processing-instruction name="mbaudit">rules</xsl:processing-instruction>
    </testsuites>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'rule']">
    <xsl:variable name="rule" select="f:rule"/>
    <xsl:variable name="waived" select="count(f:finding[@waiver and not(@waiver-state)])"/>
    <testsuite name="{$rule/@id}" tests="{count(f:finding)}" failures="{count(f:finding) - $waived}" errors="0"
               skipped="{$waived}">
      <xsl:for-each select="f:finding">
        <xsl:text>&#10;</xsl:text>
        <testcase name="{@server} {@captured} {@path}" classname="{$rule/@service}.{@rule}">
          <xsl:choose>
            <xsl:when test="@waiver and not(@waiver-state)"><skipped message="accepted by waiver {@waiver}"/></xsl:when>
            <xsl:otherwise>
              <failure type="{@severity}" message="{f:found}">
                <xsl:text>id: </xsl:text>
                <xsl:value-of select="@id"/>
                <xsl:for-each select="f:evidence">
                  <xsl:text>&#10;</xsl:text>
                  <xsl:value-of select="concat(@property, ' = ', substring('(a secret)', 1 div boolean(@secret)), @value, ' (', @origin, ')')"/>
                  <xsl:if test="@expected"><xsl:value-of select="concat(', expected ', @expected)"/></xsl:if>
                </xsl:for-each>
                <xsl:text>&#10;</xsl:text>
                <xsl:value-of select="f:remedy"/>
                <xsl:for-each select="f:command">
                  <xsl:text>&#10;</xsl:text>
                  <xsl:value-of select="."/>
                </xsl:for-each>
              </failure>
            </xsl:otherwise>
          </xsl:choose>
        </testcase>
      </xsl:for-each>
    </testsuite>
    <xsl:text>&#10;</xsl:text>
  </xsl:template>

  <xsl:template match="f:section"/>
</xsl:stylesheet>
