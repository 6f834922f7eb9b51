using System.Diagnostics;
using System.Globalization;
using ScoreSde.Workloads;

// ScoreSde.Workloads NAMES [THREADS [REPEATS]]: one line of JSON for each workload, seconds of each repeat after a warm-up.
if (args.Length is 0 or > 3)
{
    Console.Error.WriteLine($"Usage: ScoreSde.Workloads NAME[,NAME…] [THREADS] [REPEATS]. Names: {string.Join(", ", KnownWorkloads.All.Select(make => make().Name))}.");
    return 2;
}

const double WarmUpSeconds = 1.5;
int threads = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 2;
int repeats = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : 1;
foreach (string name in args[0].Split(','))
{
    if (KnownWorkloads.All.Select(make => make()).FirstOrDefault(workload => workload.Name == name) is not { } chosen)
    {
        Console.Error.WriteLine($"There is no workload '{name}'.");
        return 2;
    }

    // Until methods are compiled for good, which the runtime does beside the work and not before a tenth of a second has gone by.
    long begun = Stopwatch.GetTimestamp();
    while (Stopwatch.GetElapsedTime(begun).TotalSeconds < WarmUpSeconds)
    {
        chosen.Run(threads, 0.05);
    }

    var seconds = new double[repeats];
    var processor = new double[repeats];
    for (int i = 0; i < repeats; i++)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        chosen.Run(threads, 1);
        seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        processor[i] = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
    }

    string parts = string.Concat(chosen.Parts.Select(part => string.Create(CultureInfo.InvariantCulture, $", \"{part.Part}\": {part.Share:R}")));
    Console.WriteLine($"{{\"program\": \"scoresde\", \"workload\": \"{name}\", \"threads\": {threads}, \"seconds\": [{List(seconds)}], \"processor\": [{List(processor)}]{parts}}}");
}

return 0;

static string List(double[] values) => string.Join(", ", values.Select(static value => value.ToString("R", CultureInfo.InvariantCulture)));
