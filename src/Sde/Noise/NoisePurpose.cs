namespace ScoreSde.Noise;

/// <summary>What a block of random numbers is for. Two purposes never share numbers.</summary>
public enum NoisePurpose
{
    /// <summary>The initial state at t = 1.</summary>
    Prior = 0,

    /// <summary>The noise of a step.</summary>
    Step = 1,

    /// <summary>The noise of a Langevin corrector.</summary>
    Corrector = 2,

    /// <summary>The noise that churn adds before a step.</summary>
    Churn = 3,

    /// <summary>The noise of the forward process.</summary>
    Forward = 4,

    /// <summary>Draws from a data law.</summary>
    Data = 5,

    /// <summary>Initial weights of a network.</summary>
    Weights = 6,

    /// <summary>Order of the data, times and noise in training.</summary>
    Training = 7,

    /// <summary>Directions and sub-sets drawn by a metric.</summary>
    Metric = 8,

    /// <summary>Labels drawn for class-conditional sampling.</summary>
    Label = 9,

    /// <summary>The nodes of a Brownian path in t.</summary>
    Path = 10,

    /// <summary>The nodes of a stationary path in λ.</summary>
    LambdaPath = 11,

    /// <summary>Directions along which a divergence is estimated.</summary>
    Probe = 12,

    /// <summary>What makes whole numbers continuous.</summary>
    Dequantisation = 13,

    /// <summary>The noise that takes a state up again in a restart.</summary>
    Restart = 14,

    /// <summary>Errors of measurements.</summary>
    Measurement = 20,

    /// <summary>Rows of random operators.</summary>
    Operator = 21,

    /// <summary>The noise beside a measurement that is written into a state.</summary>
    Substitution = 22,

    /// <summary>The noise that throws a state back, to go through a stretch again.</summary>
    Return = 23,

    /// <summary>Which particles go on, and which one is the sample.</summary>
    Resampling = 24,
}
