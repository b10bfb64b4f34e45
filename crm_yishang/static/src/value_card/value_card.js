import { Component, onWillStart, onWillUpdateProps, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { ValueChart } from "./value_chart";

/** What a customer is worth; asked for when its tab is opened. */
export class ValueCard extends Component {
    static template = "crm_yishang.ValueCard";
    static components = { ValueChart };
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ card: false });
        this.lists = [
            { key: "best", title: _t("What brings most points") },
            { key: "worst", title: _t("What costs most points") },
        ];
        onWillStart(() => this.load(this.props.record.resId));
        onWillUpdateProps(({ record }) => {
            if (record.resId !== this.props.record.resId) {
                return this.load(record.resId);
            }
        });
    }

    async load(id) {
        const method = "yishang_get_value_card";
        this.state.card = id && (await this.orm.call("res.partner", method, [[id]]));
    }

    open() {
        return this.action.doAction(this.state.card.action);
    }
}

registry.category("view_widgets").add("crm_yishang_value_card", {
    component: ValueCard,
});
