# Where the state is kept: a container of your own, which locks it while a change runs; README.md says how its values are given.
terraform {
  backend "azurerm" {
    use_azuread_auth = true
  }
}
