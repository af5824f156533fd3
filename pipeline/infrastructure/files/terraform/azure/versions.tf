# Which Terraform and which providers this needs: write-only arguments, which keep passwords out of the state, came with 1.11.
terraform {
  required_version = ">= 1.11.0, < 2.0.0"

  required_providers {
    azurerm = {
      source  = "hashicorp/azurerm"
      version = "~> 4.54"
    }
    random = {
      source  = "hashicorp/random"
      version = "~> 3.7"
    }
  }
}
