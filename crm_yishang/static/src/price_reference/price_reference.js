import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatDate, deserializeDate } from "@web/core/l10n/dates";
import { formatMonetary } from "@web/views/fields/formatters";
import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { usePopover } from "@web/core/popover/popover_hook";
import { useService } from "@web/core/utils/hooks";

/** Past prices of a product, as the server returns them. */
export class PriceReferencePanel extends Component {
    static template = "crm_yishang.PriceReferencePanel";
    static props = { args: Array, currencyId: [Number, Boolean], close: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ prices: null });
        onWillStart(() => this.load());
    }

    async load() {
        this.state.prices = await this.orm.call(
            "crm.yishang.price.reference",
            "get_prices",
            this.props.args
        );
    }

    formatPrice(value) {
        return formatMonetary(value, { currencyId: this.props.currencyId });
    }

    formatDay(value) {
        return formatDate(deserializeDate(value));
    }

    get ownPrices() {
        const { last, lowest } = this.state.prices.own;
        return [
            { label: _t("Last price"), price: last },
            { label: _t("Lowest price"), price: lowest },
        ];
    }
}

/** The button beside the price of a line that opens the panel. */
export class PriceReference extends Component {
    static template = "crm_yishang.PriceReference";
    static props = { ...standardWidgetProps };

    setup() {
        this.popover = usePopover(PriceReferencePanel, { position: "left" });
    }

    get order() {
        return this.props.record.evalContext.parent || {};
    }

    get isShown() {
        const { product_id, display_type } = this.props.record.data;
        return Boolean(product_id && !display_type && this.order.partner_id);
    }

    open(ev) {
        const { product_id, product_uom_id, currency_id } = this.props.record.data;
        const getId = (value) => (value && (value.id || value[0] || value)) || false;
        const currencyId = getId(currency_id) || getId(this.order.currency_id);
        this.popover.open(ev.currentTarget, {
            args: [
                getId(this.order.partner_id),
                getId(product_id),
                currencyId,
                getId(product_uom_id),
            ],
            currencyId,
        });
    }
}

registry.category("view_widgets").add("crm_yishang_price_reference", {
    component: PriceReference,
    fieldDependencies: [
        { name: "product_id", type: "many2one", relation: "product.product" },
        { name: "display_type", type: "selection" },
        { name: "currency_id", type: "many2one", relation: "res.currency" },
    ],
});
