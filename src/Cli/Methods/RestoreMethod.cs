
namespace ScoreSde.Cli.Methods;

/// <summary>A method that samples given a measurement.</summary>
internal enum RestoreMethod
{
    /// <summary>ΠGDM.</summary>
    PseudoinverseGuidance,

    /// <summary>MMPS.</summary>
    MomentMatching,

    /// <summary>DPS by Bayes' rule.</summary>
    PosteriorLikelihood,

    /// <summary>DPS as published.</summary>
    PosteriorSampling,

    /// <summary>DDRM.</summary>
    Ddrm,

    /// <summary>SNIPS.</summary>
    Snips,

    /// <summary>Replacement.</summary>
    Replacement,

    /// <summary>RePaint.</summary>
    RePaint,

    /// <summary>Twisted particles.</summary>
    Twisted,
}
