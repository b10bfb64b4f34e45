import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("crm_yishang_order_from_opportunity", {
    steps: () => [
        {
            trigger: ".o_kanban_record:contains(办公设备更新)",
            run: "click",
        },
        {
            trigger:
                ".o_form_view .o_field_widget[name=yishang_region_id]:contains(测试长安区)",
        },
        { trigger: "button[name=action_sale_quotations_new]", run: "click" },
        {
            content: "The contact of the customer is filled in",
            trigger:
                ".o_form_view .o_field_widget[name=yishang_contact_id] input:value(甲石家庄联系人)",
        },
        {
            trigger:
                ".o_field_widget[name=order_line] .o_field_x2many_list_row_add button, .o_field_widget[name=order_line] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: "Products are found by their code",
            trigger:
                ".o_selected_row .o_field_widget[name=product_template_id] input, .o_selected_row .o_field_widget[name=product_id] input",
            run: "edit SZJ-01",
        },
        { trigger: ".o-autocomplete .dropdown-item:contains(SZJ-01)", run: "click" },
        {
            trigger:
                ".o_data_row .o_field_widget[name=yishang_product_code]:contains(SZJ-01), .o_data_row td[name=yishang_product_code]:contains(SZJ-01)",
        },
        {
            trigger: ".o_data_row .o_yishang_price_reference:first",
            run: "click",
        },
        {
            trigger:
                ".o_yishang_price_panel .o_yishang_own_prices tr:contains(最近成交价):contains(280)",
        },
        { trigger: ".o_yishang_price_panel .o_yishang_own_prices tr:contains(260)" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_status_indicator_buttons.invisible:not(:visible)" },
        { trigger: "button[name=action_confirm]:visible:first", run: "click" },
        {
            trigger:
                ".o_form_view:has(button[name=action_cancel]) .o_field_widget[name=name]:contains(XS)",
        },
        {
            content: "Whose it is stays",
            trigger:
                ".o_group .o_field_widget.o_readonly_modifier[name=user_id]:contains(sales_sjz1)",
        },
    ],
});
