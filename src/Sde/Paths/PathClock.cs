namespace ScoreSde.Paths;

/// <summary>In which clock a path is a Brownian motion. In the limit of short steps all methods solve the same SDE in either.</summary>
public enum PathClock
{
    /// <summary>t: what Euler–Maruyama and the Runge–Kutta methods take. Has areas; good for every method.</summary>
    Time,

    /// <summary>
    /// The signal-to-noise ratio to the power r, e^(2rλ): the noise of the exponential methods in x̂₀ is an increment in this clock
    /// for steps of any length, so that with x̂₀ fixed all grids end at the same point. No areas.
    /// </summary>
    SignalToNoise,
}
