namespace ScoreSde.Solvers;

/// <summary>What the normals of a step, part by part, are of the step's piece of a Brownian path W of length δ.</summary>
public enum StepNoise
{
    /// <summary>Nothing is drawn, or what is drawn is no increment of a path.</summary>
    None,

    /// <summary>One part: W/√δ.</summary>
    Increment,

    /// <summary>Two parts: W/√δ and H √(12/δ), H the space-time Lévy area.</summary>
    IncrementAndArea,

    /// <summary>Two parts: W/√δ of the first and of the second half of the step, halved in λ.</summary>
    HalvesInLambda,

    /// <summary>Three parts: W/√δ of each third of the step, divided in λ.</summary>
    ThirdsInLambda,
}
