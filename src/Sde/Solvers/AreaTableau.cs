namespace ScoreSde.Solvers;

/// <summary>
/// A two-stage method of strong order 1.5 for additive noise, driven by the increment W ~ N(0, δ) and the space-time Lévy area
/// H ~ N(0, δ/12) of a step: f₁ = f(x + s₁ g H, s), f₂ = f(x + c δ f₁ + stage noise, s − c δ),
/// x ← x + δ (b₁ f₁ + b₂ f₂) + g_s W + (g_t − g_s)(½W − H).
/// </summary>
/// <param name="Name">The method's name on the command line.</param>
/// <param name="Title">What the field calls it.</param>
/// <param name="Source">Where it is printed.</param>
/// <param name="Node">c; b₂ = 1/(2c) and b₁ = 1 − b₂.</param>
/// <param name="FirstArea">The factor of g_s H in the first stage.</param>
/// <param name="StageIncrement">The factor of g W in the second stage.</param>
/// <param name="StageArea">The factor of g H in the second stage.</param>
/// <param name="StageNoiseAtEnd">Whether g in the second stage is that of the step's end.</param>
public sealed record AreaTableau(
    string Name,
    string Title,
    string Source,
    double Node,
    double FirstArea,
    double StageIncrement,
    double StageArea,
    bool StageNoiseAtEnd)
{
    /// <summary>SRA1: f₂ = f(x + ¾δ f₁ + (3/2) g_t (½W + H), s − ¾δ). Rößler 2010.</summary>
    public static AreaTableau Sra1 { get; } = new("sra1", "SRA1", "Rößler 2010, table 6.3", 0.75, 0, 0.75, 1.5, true);

    /// <summary>ShARK: f₁ = f(x + g_s H, s), f₂ = f(x + ⅚δ f₁ + g_s (⅚W + H), s − ⅚δ). Foster, dos Reis and Strange 2023.</summary>
    public static AreaTableau Shark { get; } = new("shark", "ShARK", "Foster, dos Reis and Strange 2023", 5.0 / 6, 1, 5.0 / 6, 1, false);

    /// <summary>b₂.</summary>
    public double SecondWeight => 0.5 / Node;
}
