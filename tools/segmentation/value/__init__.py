"""Value: who brings how much, how it is concentrated, who comes back, and what may follow."""
