<?xml version="1.0" encoding="UTF-8"?>
<!-- What the script needs to filter; of no use without it, and shown by it. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                xmlns:f="urn:mbaudit:findings:1" xmlns:kb="urn:mbaudit:kb:1" xmlns:mb="urn:mbaudit:report:1">

  <xsl:template name="filter">
    <form id="filter" class="filter" role="search" hidden="hidden" aria-label="{mb:text('filter')}">
      <label class="field wide">
        <span><xsl:value-of select="mb:text('filter.text')"/></span>
        <input type="search" name="q" autocomplete="off" spellcheck="false"/>
      </label>
      <label class="field">
        <span><xsl:value-of select="mb:text('filter.server')"/></span>
        <input type="search" name="server" list="server-names" autocomplete="off" spellcheck="false"/>
      </label>
      <datalist id="server-names"/>
      <xsl:if test="f:rules">
        <label class="field">
          <span><xsl:value-of select="mb:text('filter.rule')"/></span>
          <select name="rule">
            <option value=""><xsl:value-of select="mb:text('filter.any')"/></option>
            <xsl:for-each select="f:rules/f:rule[@fail > 0]">
              <option value="{@id}"><xsl:call-template name="english"/><xsl:value-of select="@title"/></option>
            </xsl:for-each>
          </select>
        </label>
      </xsl:if>
      <div class="buttons">
        <button type="reset"><xsl:value-of select="mb:text('filter.reset')"/></button>
        <button type="button" id="collapse"><xsl:value-of select="mb:text('filter.collapse')"/></button>
        <button type="button" id="expand"><xsl:value-of select="mb:text('filter.expand')"/></button>
      </div>
      <fieldset>
        <legend><xsl:value-of select="mb:text('col.severity')"/></legend>
        <xsl:for-each select="f:totals/f:severity[@findings > 0]">
          <label>
            <input type="checkbox" name="severity" value="{@name}" checked="checked"/>
            <xsl:call-template name="badge"><xsl:with-param name="severity" select="@name"/></xsl:call-template>
          </label>
        </xsl:for-each>
      </fieldset>
      <xsl:if test="f:baseline or f:waivers/f:waiver"><xsl:call-template name="filter-status"/></xsl:if>
      <output id="filter-count" aria-live="polite"/>
    </form>
  </xsl:template>

  <xsl:template name="filter-status">
    <fieldset>
      <legend><xsl:value-of select="mb:text('col.status')"/></legend>
      <xsl:if test="f:baseline">
        <label><input type="checkbox" name="status" value="new" checked="checked"/><xsl:value-of select="mb:text('status.new')"/></label>
        <label><input type="checkbox" name="status" value="changed" checked="checked"/><xsl:value-of select="mb:text('status.changed')"/></label>
        <label><input type="checkbox" name="status" value="not-comparable" checked="checked"/><xsl:value-of select="mb:text('status.not-comparable')"/></label>
      </xsl:if>
      <label><input type="checkbox" name="status" value="open" checked="checked"/><xsl:value-of select="mb:text('status.open')"/></label>
      <xsl:if test="f:waivers/f:waiver">
        <label><input type="checkbox" name="status" value="accepted" checked="checked"/><xsl:value-of select="mb:text('filter.accepted')"/></label>
      </xsl:if>
    </fieldset>
  </xsl:template>
</xsl:stylesheet>
