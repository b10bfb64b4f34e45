import { Component } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** In a list of similar cases: what was done there is written into the case at hand. */
export class UseResult extends Component {
    static template = "crm_yishang.UseResult";
    static props = { ...standardWidgetProps };

    get result() {
        return this.props.record.data.result;
    }

    get target() {
        return this.props.record._parentRecord;
    }

    async use() {
        await this.target.update({ result: this.result });
    }
}

registry.category("view_widgets").add("crm_yishang_use_result", {
    component: UseResult,
    fieldDependencies: [{ name: "result", type: "text" }],
    listViewWidth: 130,
});
