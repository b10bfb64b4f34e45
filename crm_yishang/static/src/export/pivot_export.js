import { session } from "@web/session";
import { patch } from "@web/core/utils/patch";
import { PivotModel } from "@web/views/pivot/pivot_model";
import { PivotRenderer } from "@web/views/pivot/pivot_renderer";

/** The server is told what a table shows: the host sends its cells alone. */
patch(PivotModel.prototype, {
    exportData() {
        const { activeMeasures, fullColGroupBys, fullRowGroupBys } = this.metaData;
        return {
            ...super.exportData(),
            domain: this.searchParams.domain,
            measures: activeMeasures,
            row_groupby: fullRowGroupBys,
            col_groupby: fullColGroupBys,
        };
    },
});

/** Tables are offered for download to those who may take them. */
patch(PivotRenderer.prototype, {
    get yishangMayDownload() {
        return session.crm_yishang_may_download !== false;
    },
});
