<?xml version="1.0" encoding="UTF-8"?>
<!-- mbaudit.prom: counts for the textfile collector. No server is a label: a fleet would make thousands of series. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">
  <xsl:output method="text" encoding="UTF-8"/>

  <xsl:template name="metric">
    <xsl:param name="name"/>
    <xsl:param name="help"/>
    <xsl:param name="value" select="/.."/>
    <xsl:value-of select="concat('# HELP ', $name, ' ', $help, '&#10;# TYPE ', $name, ' gauge&#10;')"/>
    <xsl:if test="$value"><xsl:value-of select="concat($name, ' ', $value, '&#10;')"/></xsl:if>
  </xsl:template>

  <xsl:template match="f:section[@kind = 'page']">
    <xsl:apply-templates select="f:head"/>
  </xsl:template>

  <xsl:template match="f:head">
    <xsl:call-template name="metric">
      <xsl:with-param name="name" select="'mbaudit_info'"/>
      <xsl:with-param name="help" select="'The program and the knowledge base that made this; always 1.'"/>
    </xsl:call-template>
    <xsl:value-of select="concat('mbaudit_info{version=', mb:label(f:generator/@version), ',knowledge_base=',
        mb:label(f:knowledge-base/@version), '} 1&#10;')"/>
    <xsl:call-template name="metric">
      <xsl:with-param name="name" select="'mbaudit_created_timestamp_seconds'"/>
      <xsl:with-param name="help" select="'When the audit was made.'"/>
    </xsl:call-template>
    <xsl:if test="mb:epoch(f:created) != ''">
      <xsl:value-of select="concat('mbaudit_created_timestamp_seconds ', mb:epoch(f:created), '&#10;')"/>
    </xsl:if>
    <xsl:apply-templates select="f:totals"/>
    <xsl:call-template name="metric">
      <xsl:with-param name="name" select="'mbaudit_rule_findings'"/>
      <xsl:with-param name="help" select="'Findings of each rule that failed.'"/>
    </xsl:call-template>
    <xsl:for-each select="f:rules/f:rule[@fail > 0]">
      <xsl:value-of select="concat('mbaudit_rule_findings{rule=', mb:label(@id), ',severity=', mb:label(@severity),
          '} ', @fail, '&#10;')"/>
    </xsl:for-each>
  </xsl:template>

  <xsl:template match="f:totals">
    <xsl:call-template name="metric">
      <xsl:with-param name="name" select="'mbaudit_servers'"/>
      <xsl:with-param name="help" select="'Servers that were looked at.'"/>
      <xsl:with-param name="value" select="@servers"/>
    </xsl:call-template>
    <xsl:call-template name="metric">
      <xsl:with-param name="name" select="'mbaudit_inputs'"/>
      <xsl:with-param name="help" select="'Inputs that were given.'"/>
      <xsl:with-param name="value" select="@inputs"/>
    </xsl:call-template>
    <xsl:call-template name="metric">
      <xsl:with-param name="name" select="'mbaudit_inputs_failed'"/>
      <xsl:with-param name="help" select="'Inputs of which something could not be read.'"/>
      <xsl:with-param name="value" select="@inputs-failed"/>
    </xsl:call-template>
    <xsl:call-template name="metric">
      <xsl:with-param name="name" select="'mbaudit_problems'"/>
      <xsl:with-param name="help" select="'Problems while reading.'"/>
      <xsl:with-param name="value" select="@problems"/>
    </xsl:call-template>
    <xsl:call-template name="metric">
      <xsl:with-param name="name" select="'mbaudit_snapshots'"/>
      <xsl:with-param name="help" select="'Snapshots by how much of them could be read.'"/>
    </xsl:call-template>
    <xsl:for-each select="f:completeness/@*">
      <xsl:value-of select="concat('mbaudit_snapshots{read=', mb:label(name()), '} ', ., '&#10;')"/>
    </xsl:for-each>
    <xsl:call-template name="metric">
      <xsl:with-param name="name" select="'mbaudit_checks'"/>
      <xsl:with-param name="help" select="'Checks by what they came to.'"/>
    </xsl:call-template>
    <xsl:for-each select="f:outcomes/@*">
      <xsl:value-of select="concat('mbaudit_checks{outcome=', mb:label(name()), '} ', ., '&#10;')"/>
    </xsl:for-each>
    <xsl:call-template name="metric">
      <xsl:with-param name="name" select="'mbaudit_findings'"/>
      <xsl:with-param name="help" select="'Findings by severity, those that a waiver accepts among them.'"/>
    </xsl:call-template>
    <xsl:for-each select="f:severity">
      <xsl:value-of select="concat('mbaudit_findings{severity=', mb:label(@name), '} ', @findings, '&#10;')"/>
    </xsl:for-each>
    <xsl:call-template name="metric">
      <xsl:with-param name="name" select="'mbaudit_findings_waived'"/>
      <xsl:with-param name="help" select="'Findings that a waiver accepts.'"/>
    </xsl:call-template>
    <xsl:for-each select="f:severity">
      <xsl:value-of select="concat('mbaudit_findings_waived{severity=', mb:label(@name), '} ', sum(@waived), '&#10;')"/>
    </xsl:for-each>
    <xsl:if test="f:comparison">
      <xsl:call-template name="metric">
        <xsl:with-param name="name" select="'mbaudit_findings_compared'"/>
        <xsl:with-param name="help" select="'Findings by what became of them since the baseline.'"/>
      </xsl:call-template>
      <xsl:for-each select="f:comparison/@*[name() != 'changes']">
        <xsl:value-of select="concat('mbaudit_findings_compared{status=', mb:label(name()), '} ', ., '&#10;')"/>
      </xsl:for-each>
    </xsl:if>
  </xsl:template>

  <xsl:template match="f:section"/>
</xsl:stylesheet>
