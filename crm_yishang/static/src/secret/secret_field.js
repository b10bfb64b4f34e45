import { EmailField } from "@web/views/fields/email/email_field";
import { PhoneField } from "@web/views/fields/phone/phone_field";
import { patch } from "@web/core/utils/patch";
import { useService } from "@web/core/utils/hooks";
import { useState } from "@odoo/owl";

/** A masked number is no link; a button shows it in full, which the server notes. */
const secret = () => ({
    setup() {
        super.setup();
        this.yishangOrm = useService("orm");
        this.yishangShown = useState({ id: false, value: "" });
    },
    get yishangIsMasked() {
        return (this.props.record.data[this.props.name] || "").includes("***");
    },
    get yishangValue() {
        const { id, value } = this.yishangShown;
        return id && id === this.props.record.resId ? value : "";
    },
    get yishangHref() {
        const scheme = this instanceof PhoneField ? "tel:" : "mailto:";
        return scheme + this.yishangValue.replace(/\s+/g, "");
    },
    async yishangReveal() {
        const { resModel, resId } = this.props.record;
        const args = [resModel, resId, this.props.name];
        this.yishangShown.value = await this.yishangOrm.call(
            "crm.yishang.mask",
            "reveal",
            args
        );
        this.yishangShown.id = resId;
    },
});

patch(PhoneField.prototype, secret());
patch(EmailField.prototype, secret());
