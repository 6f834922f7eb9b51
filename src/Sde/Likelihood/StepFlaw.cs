namespace ScoreSde.Likelihood;

/// <summary>Why a step is not x ← m + D z with one normal z that comes last.</summary>
internal enum StepFlaw
{
    /// <summary>It is.</summary>
    None,

    /// <summary>It draws nothing.</summary>
    NoNoise,

    /// <summary>Noise goes into other states, or the state changes after its noise.</summary>
    NoiseWithin,

    /// <summary>It draws several normals, or some that are no step's.</summary>
    OtherNoise,
}
